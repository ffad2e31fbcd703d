/** Makes an element. Text goes in as text nodes, so nothing a provider's data says becomes HTML. */
export const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
};

export const byId = (id) => document.getElementById(id);

/** Calls the twins' API; a refusal becomes an error that says its detail. */
export const call = async (method, path, body) => {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Error(answer?.detail ?? `The twins answered ${response.status}.`);
  return answer;
};
