// The camera of the scanner: frames out of it, small and grey, to the worker that reads them. Loaded by the page that scans, and by no other; see src/web/camera.rs.
//
// Plain JavaScript and not Rust: every browser function that Rust calls is an import of the first load, whichever page needs it.

/** Longest side of a frame that is read, in pixels: a pass fills it with some five a module, and twice as many take four times as long. */
const SIDE = 720;
/** Milliseconds between two frames, and during which the same code is not reported again. */
const PAUSE = 80;
const AGAIN = 3000;
/** Milliseconds after which a worker that does not answer is given up, and how often in a row before there is no point in it. */
const PATIENCE = 4000;
const TRIES = 3;

/** Why there is no picture, in a word that src/web/camera.rs knows. */
const REASONS = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy" };

/** Opens the camera into a <video>. Gives { next, close }; rejects with an Error whose message is one of REASONS or "unsupported". */
export async function open(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("unsupported");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } });
  } catch (error) {
    throw new Error(REASONS[error.name] ?? "unsupported");
  }
  let worker = new Worker("/scanner.js");
  let closed = false;
  // Ends the frame that is being read, so that nobody waits for a worker that is gone.
  let giveUp = () => {};
  let last = { text: null, at: 0 };
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  const close = () => {
    closed = true;
    worker.terminate();
    giveUp();
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  try {
    await video.play();
  } catch {
    // The page was left meanwhile.
    close();
    throw new Error("busy");
  }

  function frame() {
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    const grey = new Uint8Array(width * height);
    for (let at = 0, from = 0; at < grey.length; at++, from += 4) grey[at] = (data[from] * 77 + data[from + 1] * 151 + data[from + 2] * 28) >> 8;
    return { width, height, grey };
  }

  // { text }, or { broken } where the decoder fell over a frame or did not come back from it: the next one gets a new worker.
  function read(picture) {
    return new Promise((done) => {
      const broken = () => done({ broken: true });
      const late = setTimeout(broken, PATIENCE);
      giveUp = broken;
      worker.onmessage = ({ data }) => (clearTimeout(late), done(data));
      worker.onerror = broken;
      worker.postMessage(picture, [picture.grey.buffer]);
    });
  }

  /** The text of the next code, or null once it is closed. The same code again counts only after a while. */
  let failures = 0;
  async function next() {
    while (!closed) {
      if (!document.hidden && video.videoWidth > 0) {
        const { text = null, broken } = await read(frame());
        if (broken && !closed) {
          worker.terminate();
          if (++failures >= TRIES) throw new Error("unsupported");
          worker = new Worker("/scanner.js");
          continue;
        }
        failures = 0;
        const now = Date.now();
        const again = text !== null && text === last.text && now - last.at < AGAIN;
        if (text !== null) last = { text, at: now };
        if (text !== null && !again && !closed) return text;
      }
      await sleep(PAUSE);
    }
    return null;
  }

  return { next, close };
}
