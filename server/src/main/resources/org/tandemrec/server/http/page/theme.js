// Runs before the first paint: a theme that was chosen earlier must not flash in late.
{
  const chosen = localStorage.getItem('tandem-theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
}
