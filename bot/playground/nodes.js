// Nodes of the page; every word goes in as text, never as markup.

export function make(tag, name = "", words = "") {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.textContent = words;
  return node;
}

export function button(words, action) {
  const node = make("button", "", words);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

/** A button in a list. */
export function item(words, action) {
  const node = document.createElement("li");
  node.append(button(words, action));
  return node;
}
