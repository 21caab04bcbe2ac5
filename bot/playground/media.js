// What a message holds besides words – pictures, documents and the rest – and the choice of a file to send.

const WORDS = {
  photo: "🖼 Photo", voice: "🎤 Voice message", sticker: "🌻 Sticker", location: "📍 Location", poll: "📊 Poll",
  contact: "👤 Contact", document: "📄 Document", video_note: "⏺ Video message", dice: "🎲 Dice",
};

/** What can be sent with one tap, as [kind, words]; nothing of it has a file behind it. */
export const OFFERED = ["photo", "voice", "sticker", "location", "poll", "contact"].map((kind) => [kind, WORDS[kind]]);

/** What can be chosen from this machine, as [kind, words, what the dialog accepts]. */
export const CHOSEN = [
  ["photo", "🏞 Choose a picture …", "image/png,image/jpeg"],
  ["document", "📎 Choose a file …", ""],
];

const BOX = 320;

/** The picture, the document's card, or the name of what has no file here. */
export function mediaNode({media, file, text}) {
  const kind = Object.keys(WORDS).find((one) => one in media);
  const node = !file ? make("span", "kind", WORDS[kind] ?? "Something")
    : file.kind === "photo" ? picture(file, text) : card(file);
  if (text) node.classList.add("captioned");
  return node;
}

/** Let the person choose a file and hand it over as `{name, content}`, its content in base 64. */
export function choose(accept, take) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (file) take({name: file.name, content: await base64(file)});
  });
  input.click();
}

function picture(file, caption) {
  const node = make("img", "photo");
  const part = Math.min(1, BOX / file.width, BOX / file.height);
  node.width = Math.max(1, Math.round(file.width * part));
  node.height = Math.max(1, Math.round(file.height * part));
  node.alt = caption || "Photo without a caption";
  node.src = file.url;
  return node;
}

function card(file) {
  const node = make("div", "document");
  const link = make("a", "download", "Download");
  link.href = file.url;
  link.download = file.name;
  link.ariaLabel = `Download ${file.name}`;
  const icon = make("span", "icon", "📄");
  icon.ariaHidden = "true";
  node.append(icon, make("strong", "name", file.name || "A file without a name"), make("span", "size", size(file.size)), link);
  return node;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function base64(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.split(",")[1] ?? ""));
    reader.addEventListener("error", () => fail(reader.error));
    reader.readAsDataURL(file);
  });
}

function make(tag, name, words = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = words;
  return node;
}
