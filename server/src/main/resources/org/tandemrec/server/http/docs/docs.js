// Shows /openapi.json: its routes in groups, each with its parameters, its body and its reply.

const element = (tag, text, attributes = {}) => {
  const made = document.createElement(tag);
  if (text !== null) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

const table = rows => {
  const made = element('table', null);
  for (const [name, kind, description] of rows) {
    const row = made.insertRow();
    row.insertCell().append(element('code', name));
    row.insertCell().append(element('span', kind, { class: 'soft' }));
    row.insertCell().textContent = description;
  }
  return made;
};

const nameOf = reference => reference.split('/').pop();

const kindOf = schema => {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.type === 'array') return `${kindOf(schema.items)}[]`;
  return [].concat(schema.format ?? schema.type ?? 'any').join(' or ');
};

const properties = (schema, all) => {
  let resolved = schema;
  if (resolved.type === 'array') resolved = resolved.items;
  if (resolved.$ref) resolved = all[nameOf(resolved.$ref)] ?? {};
  const rows = Object.entries(resolved.properties ?? {})
    .map(([name, of]) => [name, kindOf(of), of.description ?? '']);
  return rows.length > 0 ? table(rows) : element('p', resolved.description ?? '', { class: 'soft' });
};

const part = (title, content, all) => {
  const [mediaType, body] = Object.entries(content)[0];
  const made = element('div', null);
  made.append(element('h4', `${title}: ${body.schema ? kindOf(body.schema) : mediaType}`));
  if (body.schema) made.append(properties(body.schema, all));
  return made;
};

const operation = (method, path, route, all) => {
  const made = element('details', null, { 'data-text': `${method} ${path} ${route.summary}`.toLowerCase() });
  const head = element('summary', null);
  head.append(element('span', method.toUpperCase(), { class: 'method' }), element('code', path));
  head.append(element('span', ` ${route.summary}`, { class: 'soft' }));
  const body = element('div', null);
  if (route.parameters.length > 0) {
    body.append(element('h4', 'Parameters'), table(route.parameters.map(
      given => [given.name, given.in, given.description ?? ''])));
  }
  if (route.requestBody) body.append(part('Body', route.requestBody.content, all));
  const [status, reply] = Object.entries(route.responses)[0];
  body.append(part(`Reply ${status}`, reply.content, all));
  if (route.security.some(key => 'AdminKey' in key)) {
    body.append(element('p', 'Wants the admin key, or a caller on the server\'s own machine.', { class: 'soft' }));
  }
  made.append(head, body);
  return made;
};

const groupOf = path => {
  const words = path.split('/').filter(word => word !== '' && !word.startsWith('{'));
  const word = words[0] === 'api' ? words[1] : 'page';
  return { users: 'user', items: 'item' }[word] ?? word;
};

const show = description => {
  const groups = new Map();
  const all = description.components.schemas;
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, route] of Object.entries(methods)) {
      const group = groupOf(path);
      if (!groups.has(group)) groups.set(group, element('section', null, { 'aria-label': group }));
      const section = groups.get(group);
      if (section.childElementCount === 0) section.append(element('h2', group));
      section.append(operation(method, path, route, all));
    }
  }
  document.getElementById('about').textContent = description.info.description;
  document.getElementById('routes').replaceChildren(...groups.values());
};

const find = text => {
  for (const made of document.querySelectorAll('details')) {
    made.hidden = !made.dataset.text.includes(text.toLowerCase());
  }
  for (const section of document.querySelectorAll('section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
};

try {
  const reply = await fetch('/openapi.json');
  if (!reply.ok) throw new Error(`the server answered ${reply.status}`);
  show(await reply.json());
  document.getElementById('find').addEventListener('input', event => find(event.target.value));
} catch (error) {
  document.getElementById('about').textContent = `The interface cannot be shown: ${error.message}. Reload to try again.`;
}
