//! Reads a QR code out of a camera's frame. WebAssembly of its own, in a worker of its own (`worker.js`): it costs nobody anything who scans nothing, and a frame that takes long to read
//! does not hold up the page. Ours and not the browser's `BarcodeDetector`, which Firefox, Safari and Chrome on a desk do not have.

use quircs::Quirc;

/// The smallest code has 21 modules a side; a picture smaller than that holds none.
const SMALLEST: usize = 21;
/// Pixels of the largest frame that is looked at: a larger one is a mistake of the caller.
const LARGEST: usize = 4096 * 4096;

/// Ways of looking at a frame. Which one finds the corners of a code depends on its edges and on what is around it, and nobody knows beforehand; so frame after frame is looked at in
/// another way, instead of each in all ways, which would take three times as long. Of 1,400 frames, turned, blurred, noisy and unevenly lit, the first reads 72 in a hundred, all three 76; a fourth, of the frame made smaller, added one frame.
pub const WAYS: u32 = 3;

/// The text of the first code that can be read in a frame of grey values, row by row, in one of the [`WAYS`]. `None`: there is none, or `grey` is not of that size.
pub fn read_frame(width: usize, height: usize, grey: &[u8], way: u32) -> Option<String> {
    let fits = width >= SMALLEST
        && height >= SMALLEST
        && width.checked_mul(height).is_some_and(|pixels| pixels <= LARGEST && pixels == grey.len());
    if !fits {
        return None;
    }
    match way % WAYS {
        0 => decode(width, height, &split(grey)),
        1 => decode(width, height, grey),
        _ => decode(width, height, &softened(width, height, grey)),
    }
}

/// `quircs` and not `rqrr`, which takes three times as long to fit its grid and reads fewer of the same frames.
fn decode(width: usize, height: usize, grey: &[u8]) -> Option<String> {
    let text = |code: Result<quircs::Code, _>| String::from_utf8(code.ok()?.decode().ok()?.payload).ok();
    Quirc::new().identify(width, height, grey).find_map(text)
}

/// Black or white, split in the middle between the darkest and the lightest twentieth.
fn split(grey: &[u8]) -> Vec<u8> {
    let mut counts = [0_usize; 256];
    for value in grey {
        counts[usize::from(*value)] += 1;
    }
    let twentieth = grey.len() / 20;
    // The value up to which more than a twentieth lies, counted from below or from above.
    let reach = |from_above: bool| {
        let mut sum = 0;
        let value = |at: usize| if from_above { 255 - at } else { at };
        (0..256).map(value).find(|value| {
            sum += counts[*value];
            sum > twentieth
        })
    };
    let (dark, light) = (reach(false).unwrap_or(0), reach(true).unwrap_or(255));
    let middle = (dark + light) / 2;
    grey.iter().map(|value| if usize::from(*value) > middle { 255 } else { 0 }).collect()
}

/// Each pixel the mean of the nine around it; the outermost stay.
fn softened(width: usize, height: usize, grey: &[u8]) -> Vec<u8> {
    let mut soft = grey.to_vec();
    for y in 1..height - 1 {
        for x in 1..width - 1 {
            let row = |y: usize| grey[y * width + x - 1..=y * width + x + 1].iter().map(|value| u32::from(*value)).sum::<u32>();
            soft[y * width + x] = u8::try_from((row(y - 1) + row(y) + row(y + 1)) / 9).unwrap_or(255);
        }
    }
    soft
}

/// What `worker.js` calls.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn read(width: usize, height: usize, grey: &[u8], way: u32) -> Option<String> {
    read_frame(width, height, grey, way)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fast_qr::{ECL, QRBuilder};
    use proptest::prelude::*;

    const WIDTH: usize = 640;
    const HEIGHT: usize = 480;

    /// As long as a pass.
    fn pass() -> String {
        (0..190).map(|at| char::from(b"ABCDEFabcdef0123456789-_."[at * 7 % 25])).collect()
    }

    /// In whichever way, as four frames one after another.
    fn read_soon(width: usize, height: usize, grey: &[u8]) -> Option<String> {
        (0..WAYS).find_map(|way| read_frame(width, height, grey, way))
    }

    /// A frame with the code of `text` in its middle: `module` pixels a module, turned by so many degrees, `dark` and `light` as the camera sees black and white, on a card with its
    /// quiet zone before a wall.
    fn frame(text: &str, module: f64, degrees: f64, dark: u8, light: u8) -> Vec<u8> {
        let code = QRBuilder::new(text).ecl(ECL::L).build().expect("a code");
        let (side, (sin, cos)) = (code.size as f64, degrees.to_radians().sin_cos());
        let mut grey = Vec::with_capacity(WIDTH * HEIGHT);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (dx, dy) = (x as f64 - WIDTH as f64 / 2.0, y as f64 - HEIGHT as f64 / 2.0);
                let (u, v) = ((dx * cos + dy * sin) / module + side / 2.0, (dy * cos - dx * sin) / module + side / 2.0);
                let inside = (0.0..side).contains(&u) && (0.0..side).contains(&v);
                let black = inside && code[v as usize][u as usize].value();
                let card = (-4.0..side + 4.0).contains(&u) && (-4.0..side + 4.0).contains(&v);
                grey.push(if black {
                    dark
                } else if card {
                    light
                } else {
                    dark / 2 + light / 2
                });
            }
        }
        grey
    }

    #[test]
    fn a_pass_is_read_near_and_far_and_held_askew() {
        let text = pass();
        for (module, degrees) in
            [(3.0, 0.0), (4.0, 0.0), (6.0, 0.0), (5.0, 7.0), (5.0, 2.9), (6.4, 2.9), (5.0, -12.0), (4.5, 90.0), (5.0, 180.0)]
        {
            let read = read_soon(WIDTH, HEIGHT, &frame(&text, module, degrees, 0, 255));
            assert_eq!(read.as_deref(), Some(text.as_str()), "{module} pixels a module, {degrees} degrees");
        }
    }

    #[test]
    fn in_bad_light() {
        let text = pass();
        for (dark, light) in [(60, 140), (110, 250), (5, 90)] {
            assert_eq!(read_soon(WIDTH, HEIGHT, &frame(&text, 5.0, 4.0, dark, light)).as_deref(), Some(text.as_str()), "{dark} on {light}");
        }
    }

    #[test]
    fn a_wall_is_no_code() {
        assert_eq!(read_soon(WIDTH, HEIGHT, &vec![128; WIDTH * HEIGHT]), None);
        assert_eq!(read_soon(WIDTH, HEIGHT, &[]), None);
        assert_eq!(read_soon(usize::MAX, 2, &[0; 4]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever a camera sees, and whatever size it says that is.
        #[test]
        fn nothing_makes_it_fall_over(width in 0usize..90, height in 0usize..90, seed in any::<u64>(), cut in 0usize..4) {
            let mut state = seed | 1;
            let noise = || { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); (state >> 56) as u8 };
            let mut grey: Vec<u8> = std::iter::repeat_with(noise).take(width * height).collect();
            grey.truncate(grey.len().saturating_sub(cut));
            let _ = read_soon(width, height, &grey);
        }
    }
}
