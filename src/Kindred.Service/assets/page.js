const byId = (id) => document.getElementById(id);
const atOnce = 4;
const nearest = 5;
let key = "";
let finds = false;

const headers = (type) => ({ ...(type ? { "Content-Type": type } : {}), ...(key ? { "X-Api-Key": key } : {}) });

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The service cannot be reached.");
  }
  const body = await answer.json().catch(() => null);
  if (answer.ok && body) return body;
  const failure = new Error(body?.detail ?? `The service answers ${answer.status}.`);
  failure.status = answer.status;
  throw failure;
}

const element = (name, className, text) => Object.assign(document.createElement(name), { className, textContent: text });

async function begin() {
  try {
    const model = await ask("model", { headers: headers() });
    finds = model.finds;
    const from = model.origin.dataset ? `, made from ${model.origin.rows.toLocaleString()} items of ${model.origin.dataset}` : "";
    byId("model").textContent = `${model.clusters.length} groups${from}. It takes ${model.takes}.`;
    byId("key").hidden = true;
    byId("drop").hidden = !model.takesPictures;
    byId("status").textContent = "";
  } catch (failure) {
    byId("key").hidden = failure.status !== 401;
    byId("model").textContent = failure.status === 401 ? "This service asks for a key." : failure.message;
    byId("status").textContent = key && failure.status === 401 ? "This is not the key." : "";
  }
}

function describe(text, item) {
  text.append(element("div", "group", item.name));
  const sure = item.probability === null ? `distance ${Number(item.distance ?? Infinity).toPrecision(3)}` : `${(100 * item.probability).toFixed(0)} % sure`;
  text.append(element("div", "sure", sure));
  if (item.unusual) text.append(element("div", "warn", "Unlike anything seen"));
}

function describeNearest(text, found) {
  text.append(element("div", "near", "Most like it:"));
  const list = document.createElement("ol");
  for (const near of found) list.append(element("li", "near", `${near.item} (${near.name})`));
  text.append(list);
}

async function look(file) {
  const card = document.createElement("li");
  const picture = Object.assign(document.createElement("img"), { alt: "", src: URL.createObjectURL(file) });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  picture.addEventListener("error", () => picture.remove(), { once: true });  // a browser shows fewer kinds than are read
  const text = document.createElement("div");
  text.append(element("div", "file", file.name));
  card.append(picture, text);
  byId("results").prepend(card);
  byId("results-title").hidden = false;
  const type = file.type.startsWith("image/") ? file.type : "image/unknown";
  const request = { method: "POST", headers: headers(type), body: file };
  const name = `name=${encodeURIComponent(file.name)}`;
  try {
    describe(text, (await ask(`assign?${name}`, request)).items[0]);
    if (finds) describeNearest(text, (await ask(`find?count=${nearest}&${name}`, request)).items[0].nearest);
    return true;
  } catch (failure) {
    text.append(element("div", "warn", failure.message));
    return false;
  }
}

async function lookAt(files) {
  const waiting = [...files];
  let [done, failed] = [0, 0];
  const tell = () => {
    byId("status").textContent = `${done} of ${files.length} looked at${failed ? `, ${failed} could not be` : ""}.`;
  };
  tell();
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, async () => {
    while (waiting.length > 0) {
      const isKnown = await look(waiting.shift());  // other pictures are counted meanwhile
      failed += isKnown ? 0 : 1;
      done += 1;
      tell();
    }
  }));
}

byId("files").addEventListener("change", async (event) => {
  const files = [...event.target.files];
  event.target.value = "";
  await lookAt(files);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    byId("drop").classList.toggle("over", kind === "dragover");
    if (kind === "drop" && !byId("drop").hidden && event.dataTransfer.files.length > 0) lookAt([...event.dataTransfer.files]);
  });
}
byId("key").addEventListener("submit", (event) => {
  event.preventDefault();
  key = byId("key-value").value;
  begin();
});
begin();
