const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const UNITS = [['minute', 60], ['hour', 3600], ['day', 86400], ['week', 604800], ['month', 2629746]];

/** What stands where there is no value. */
export const NONE = '–';

/** Whether a value of the server's is a number; it sends null for what is not one. */
export function isNumber(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

/** 12,345. */
export function whole(value) {
  return isNumber(value) ? WHOLE.format(value) : NONE;
}

/** A number with so many decimals. */
export function decimals(value, places) {
  return isNumber(value) ? value.toFixed(places).replace('-', '−') : NONE;
}

/** A number with a sign: +0.42, −0.10. */
export function signed(value, places = 2) {
  return isNumber(value) && value >= 0 ? '+' + decimals(value, places) : decimals(value, places);
}

/** A rate or a time: three digits that count. */
export function brief(value) {
  if (!isNumber(value) || value === 0) {
    return whole(value);
  }
  return Math.abs(value) >= 100 ? whole(value) : decimals(value, Math.abs(value) >= 10 ? 1 : 2);
}

/** How long ago something was, for example “3 minutes ago”; a date where it is long ago. */
export function ago(time, now = Date.now()) {
  const seconds = (now - time) / 1000;
  if (seconds < 45 && seconds > -45) {
    return 'just now';
  }
  if (Math.abs(seconds) > 8 * 604800) {
    return DAY.format(time);
  }
  const fitting = UNITS.filter(([, length]) => Math.abs(seconds) >= length * 0.95).pop() ?? UNITS[0];
  return AGO.format(-Math.round(seconds / fitting[1]), fitting[0]);
}

/** Day and time of the day. */
export function moment(time) {
  return MOMENT.format(time);
}

/** Time of the day. */
export function clock(time) {
  return CLOCK.format(time);
}

/** A length of time: 0.8 s, 42 s, 18 min 17 s, 2 h 5 min. */
export function duration(seconds) {
  if (!isNumber(seconds)) {
    return NONE;
  }
  if (seconds < 60) {
    return decimals(seconds, seconds < 10 ? 1 : 0) + ' s';
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A key as people read it: hiddenSize → hidden size, LongTerm → long term. */
export function words(key) {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]/g, ' ').toLowerCase();
}

/** One of something, or several: count(1, 'event') = “1 event”. */
export function count(number, noun) {
  return `${whole(number)} ${noun}${number === 1 ? '' : 's'}`;
}
