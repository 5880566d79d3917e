// Questions to the server, and pictures as they become visible.

const token = location.hash.slice(1);

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(`api/${path}`, {
      ...options,
      headers: {"X-Cutstat-Token": token, "Content-Type": "application/json"},
    });
  } catch {
    throw new Error("cutstat is no longer running; start it again, nothing that you said is lost");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export function ask(name, query = {}) {
  return call(`${name}?${new URLSearchParams(query)}`);
}

export function tell(name, said) {
  return call(name, {method: "POST", body: JSON.stringify(said)});
}

const KEPT = 900;
const BATCH = 8;

// Pictures that are looked at go before those of the sheet: each has a lane of its own, since a
// browser opens few connections at once and a decision must never wait for a picture.
export class Pictures {
  constructor(key) {
    this.key = key;
    this.kept = new Map();
    this.lanes = {near: this.#lane(64), far: this.#lane(BATCH)};
  }

  #lane(most) {
    return {most, waiting: new Map(), isBusy: false};
  }

  // Show a frame in an image; what it was to show before is forgotten.
  show(image, frame, {size = "small", lane = "far"} = {}) {
    const name = `${size} ${frame}`;
    image.dataset.picture = name;
    const known = this.kept.get(name);
    if (known) {
      image.src = known;
      return;
    }
    const waiting = this.lanes[lane].waiting;
    if (!waiting.has(name)) waiting.set(name, {frame, size, images: new Set()});
    waiting.get(name).images.add(image);
    this.#work(this.lanes[lane]);
  }

  // Fetch what will be looked at next.
  foresee(frames, size) {
    for (const frame of frames) this.show(new Image(), frame, {size, lane: "near"});
  }

  forgetWaiting(lane) {
    this.lanes[lane].waiting.clear();
  }

  async #work(lane) {
    if (lane.isBusy) return;
    lane.isBusy = true;
    await Promise.resolve(); // so that all that are asked for together go together
    while (lane.waiting.size) {
      const size = lane.waiting.values().next().value.size;
      const batch = [...lane.waiting].filter(([, one]) => one.size === size).slice(0, lane.most);
      for (const [name] of batch) lane.waiting.delete(name);
      const wanted = batch.filter(([name, one]) =>
        [...one.images].some((image) => image.dataset.picture === name));
      if (!wanted.length) continue;
      try {
        const frames = wanted.map(([, one]) => one.frame).join(",");
        const found = await ask("pictures", {key: this.key, size, frames});
        for (const [name, one] of wanted) {
          this.#keep(name, found[one.frame]);
          for (const image of one.images) {
            if (image.dataset.picture === name) image.src = found[one.frame];
          }
        }
      } catch (error) {
        for (const [, one] of wanted) {
          for (const image of one.images) image.alt = error.message;
        }
      }
    }
    lane.isBusy = false;
  }

  #keep(name, data) {
    this.kept.set(name, data);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
  }
}

export function clock(milliseconds) {
  const total = Math.round(milliseconds);
  const pad = (number, digits) => String(number).padStart(digits, "0");
  const minutes = Math.floor(total / 60000);
  return `${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}:` +
    `${pad(Math.floor(total / 1000) % 60, 2)}.${pad(total % 1000, 3)}`;
}

export const $ = (id) => document.getElementById(id);
