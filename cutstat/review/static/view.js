// The transition that is looked at: last out, first in, next, and the frames around it.

import {$, clock} from "./api.js";

const AROUND = 12;
export const KINDS = ["cut", "dissolve", "fade", "wipe"];

export class View {
  constructor(onCursor) {
    this.onCursor = onCursor;
    this.isBlind = false; // in an audit: what was found, and how sure that is, is not shown
    this.cells = [];
    for (const kind of KINDS) $("kind").add(new Option(kind));
    $("strip").addEventListener("click", (event) => {
      const cell = event.target.closest("[data-frame]");
      if (cell) this.onCursor(Number(cell.dataset.frame));
    });
  }

  open(episode, pictures) {
    this.episode = episode;
    this.pictures = pictures;
    $("viewers").hidden = $("strip").hidden = !episode.has_video;
  }

  // Show a place, of all, with the cursor on a frame; where the user has stepped away it is none.
  show(place, cursor, places) {
    this.marked = this.isBlind && new Set(places.map((one) => one.start));
    const said = place.word ? place.word.said : place.is_found ? place : null;
    const at = said ?? place;
    this.#words(place, said, cursor);
    $("kind").value = at.kind;
    $("kind").disabled = !said;
    if (!this.episode.has_video) return;
    this.#viewers(at, said, cursor);
    this.#strip(place, said, cursor);
  }

  foresee(place) {
    if (!this.episode.has_video || !place) return;
    const frames = [place.place - 1, place.place, place.place + 1];
    this.pictures.foresee(frames.filter((frame) => this.#exists(frame)), "large");
    this.pictures.foresee(this.#frames(place.place), "small");
  }

  #exists(frame) {
    return frame >= 0 && frame < this.episode.frames;
  }

  #frames(middle) {
    const frames = [];
    for (let frame = middle - AROUND; frame < middle + AROUND; frame++) {
      if (this.#exists(frame)) frames.push(frame);
    }
    return frames;
  }

  // A gradual transition is shown by what is before, within and after it.
  #viewers(at, said, cursor) {
    const isHere = cursor === at.start && (said || this.isBlind);
    const isGradual = isHere && at.stop > at.start;
    const shown = isGradual
      ? [[at.start - 1, "last out"], [(at.start + at.stop) >> 1, "within"], [at.stop, "first in"]]
      : isHere
        ? [[cursor - 1, "last out"], [cursor, "first in"], [cursor + 1, "next"]]
        : [[cursor - 1, "before"], [cursor, "this frame"], [cursor + 1, "next"]];
    $("viewers").classList.toggle("at-cut", Boolean(isHere) && !isGradual);
    $("viewers").classList.toggle("gradual", Boolean(isGradual));
    ["last-out", "first-in", "next-in"].forEach((id, index) => this.#viewer(id, ...shown[index]));
  }

  #viewer(id, frame, caption) {
    const image = $(id);
    image.alt = `${caption}, frame ${frame}`;
    image.nextElementSibling.textContent = caption;
    if (this.#exists(frame)) this.pictures.show(image, frame, {size: "large", lane: "near"});
    else {
      image.dataset.picture = "";
      image.removeAttribute("src");
    }
  }

  #strip(place, said, cursor) {
    const middle = Math.abs(cursor - place.place) < AROUND ? place.place : cursor;
    const frames = this.#frames(middle);
    if (frames[0] !== this.first || frames.length !== this.cells.length) {
      this.first = frames[0];
      this.cells = frames.map((frame) => {
        const cell = document.createElement("div");
        cell.setAttribute("role", "option");
        cell.dataset.frame = frame;
        cell.append(new Image());
        return cell;
      });
      $("strip").replaceChildren(...this.cells);
    }
    for (const [index, cell] of this.cells.entries()) {
      const frame = frames[index];
      const isIn = !this.isBlind && said && frame >= said.start && frame < said.stop;
      const isBorder = this.marked ? this.marked.has(frame) : said && frame === said.start;
      cell.className = [frame === cursor && "cursor", isBorder && "border", isIn && "within"]
        .filter(Boolean).join(" ");
      cell.setAttribute("aria-selected", frame === cursor);
      cell.setAttribute("aria-label", `frame ${frame}${isBorder ? ", the transition begins" : ""}`);
      this.pictures.show(cell.firstChild, frame, {lane: "near"});
    }
    const chosen = this.cells[frames.indexOf(cursor)];
    if (chosen) {
      const strip = $("strip");
      strip.scrollLeft = chosen.offsetLeft - (strip.clientWidth - chosen.offsetWidth) / 2;
    }
  }

  #words(place, said, cursor) {
    const time = clock(this.episode.milliseconds[place.place]);
    if (this.isBlind) {
      $("title").textContent = clock(this.episode.milliseconds[cursor]);
      $("facts").textContent = `frame ${cursor}`;
      return;
    }
    const name = said ? said.kind : "no transition";
    $("title").textContent = place.isFree ? `Frame ${cursor}` : `${time} · ${name}`;
    const facts = [`frame ${said ? said.start : place.place}`];
    if (said && said.stop > said.start) facts[0] += ` to ${said.stop}`;
    if (place.isFree) facts.splice(0, 1, "nothing was found here");
    else if (place.is_found) facts.push(`found, sure by ${Math.round(100 * place.chance)} %`);
    else if (place.chance) facts.push(`not found, likely by ${Math.round(100 * place.chance)} %`);
    else facts.push("put in by you");
    if (place.word) {
      facts.push({
        "in use": "you have changed it",
        agrees: "you have confirmed it",
        "not used": "what you said no longer fits here",
      }[place.word.state]);
    }
    if (cursor !== (said ?? place).start) facts.push(`looking at frame ${cursor}`);
    if (!this.episode.has_video) facts.push("the video is not there, so no pictures");
    $("facts").textContent = facts.join(" · ");
  }
}
