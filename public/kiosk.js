// What only a kiosk needs of the browser: a screen that stays on, the whole of it, and no way to leave by a gesture. Loaded by its page and by no other; see src/web/kiosk.rs.
//
// Plain JavaScript and not Rust: every browser function that Rust calls is an import of the first load, whichever page needs it.

// What leads to a menu of the browser (search, share, paste what somebody else had copied), in fields too; letters can be marked in fields only.
const stops = ["contextmenu", "copy", "cut", "paste", "dragstart", "gesturestart", "selectstart"];
const stop = (event) => {
  if (event.type !== "selectstart" || !(event.target instanceof HTMLInputElement)) event.preventDefault();
};
let lock = null;
let guarded = false;

async function stayAwake() {
  if (!guarded || document.hidden || !navigator.wakeLock) return;
  // Refused on an empty battery, and gone whenever the page is hidden: then the system decides.
  lock = await navigator.wakeLock.request("screen").catch(() => null);
}

// A step back lands on the same page, and another one ahead of it is laid at once.
function stay() {
  if (guarded) history.pushState(history.state, "", location.href);
}

/** Nothing leads out of the page any more, and the screen stays on. Needs no touch; the whole screen does, see fullscreen(). */
export function guard() {
  if (guarded) return;
  guarded = true;
  for (const name of stops) document.addEventListener(name, stop);
  addEventListener("popstate", stay);
  document.addEventListener("visibilitychange", stayAwake);
  stay();
  void stayAwake();
}

/** Inside a touch, or the browser says no: then the system's own kiosk mode is what there is. */
export async function fullscreen() {
  if (document.fullscreenEnabled && !document.fullscreenElement) await document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => {});
}

export async function release() {
  guarded = false;
  for (const name of stops) document.removeEventListener(name, stop);
  removeEventListener("popstate", stay);
  document.removeEventListener("visibilitychange", stayAwake);
  await lock?.release().catch(() => {});
  lock = null;
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
}
