// A camera that sees what a test wants: a picture of something on a page, held a little askew, as a film that Chromium takes for its camera.
import type { Browser, Locator } from "@playwright/test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wholeChromium } from "./chromium";

const WIDTH = 640;
const HEIGHT = 480;

/** How it is held to the camera. `light`: of the whole picture, 1 is full. `covered`: how much of its side a finger covers, in the middle of its lower edge. */
export interface Held {
  light?: number;
  covered?: number;
}

/** A film of 640x480 that shows an element of a page on a grey wall; the file's name. */
export async function filmOf(element: Locator, { light = 1, covered = 0 }: Held = {}): Promise<string> {
  const png = (await element.screenshot()).toString("base64");
  const grey = await element.page().evaluate(
    async ([png, width, height, light, covered]) => {
      const bytes = Uint8Array.from(atob(png as string), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const context = canvas.getContext("2d")!;
      context.fillStyle = "#777";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.translate(canvas.width / 2, canvas.height / 2);
      context.rotate(0.05);
      const side = canvas.height * 0.88;
      context.drawImage(picture, -side / 2, -side / 2, side, side);
      context.fillStyle = "#a87";
      context.fillRect((-side * covered) / 2, side * (0.45 - covered), side * covered, side * covered);
      context.resetTransform();
      context.fillStyle = `rgb(0 0 0 / ${1 - light})`;
      context.fillRect(0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let text = "";
      for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at]);
      return btoa(text);
    },
    [png, WIDTH, HEIGHT, light, covered] as const,
  );
  // YUV4MPEG2: the picture in grey, colours neutral.
  const frame = Buffer.concat([Buffer.from("FRAME\n"), Buffer.from(grey, "base64"), Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  const file = join(mkdtempSync(join(tmpdir(), "meyirim-")), "camera.y4m");
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), ...Array(10).fill(frame)]));
  return file;
}

/** A browser with a camera, which shows a film, and who is asked says yes; `asks`: nobody has said anything yet. */
export function withCamera(film: string, asks = false): Promise<Browser> {
  return wholeChromium(...(asks ? [] : ["--use-fake-ui-for-media-stream"]), "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`);
}
