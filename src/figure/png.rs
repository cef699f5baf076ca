//! PNG with a palette: charts have few colours, and pages hold many charts.
//!
//! The colours that cover most of the picture are kept as they are; the rest, which soften the edges of letters and lines,
//! become the nearest of them. The bytes depend on the picture and nothing else.

use std::collections::BTreeMap;

/// Colours of a palette.
const MOST: usize = 256;
/// A colour this near to one that is kept (in each channel) needs no place of its own.
const NEAR: u8 = 5;

type Colour = [u8; 3];

/// Packs opaque pixels (red, green, blue and a fourth byte that is not looked at).
pub fn encode(width: u32, height: u32, pixels: &[u8], per_metre: Option<u32>) -> Result<Vec<u8>, png::EncodingError> {
    let colour = |pixel: &[u8]| -> Colour { [pixel[0], pixel[1], pixel[2]] };
    let mut counts: BTreeMap<Colour, u32> = BTreeMap::new();
    for pixel in pixels.chunks_exact(4) {
        *counts.entry(colour(pixel)).or_insert(0) += 1;
    }
    let kept = palette(&counts);
    let places: BTreeMap<Colour, u8> = counts.keys().map(|&colour| (colour, nearest(&kept, colour))).collect();
    let indices: Vec<u8> = pixels.chunks_exact(4).map(|pixel| places[&colour(pixel)]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(kept.concat());
    encoder.set_compression(png::Compression::High);
    // Indices are names, not quantities: differences between neighbours say nothing.
    encoder.set_filter(png::Filter::NoFilter);
    if let Some(per_metre) = per_metre {
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    }
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(bytes)
}

/// The most frequent colours, none of them near another while there is a choice.
fn palette(counts: &BTreeMap<Colour, u32>) -> Vec<Colour> {
    let mut order: Vec<(Colour, u32)> = counts.iter().map(|(&colour, &count)| (colour, count)).collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    if order.len() <= MOST {
        return order.into_iter().map(|(colour, _)| colour).collect();
    }
    let near = |a: Colour, b: Colour| a.iter().zip(b).all(|(&a, b)| a.abs_diff(b) <= NEAR);
    let mut kept: Vec<Colour> = Vec::with_capacity(MOST);
    for (colour, _) in order {
        if kept.len() < MOST && !kept.iter().any(|&other| near(other, colour)) {
            kept.push(colour);
        }
    }
    kept
}

fn nearest(kept: &[Colour], colour: Colour) -> u8 {
    let distance = |other: &Colour| -> u32 {
        other.iter().zip(colour).map(|(&a, b)| u32::from(a.abs_diff(b)) * u32::from(a.abs_diff(b))).sum()
    };
    (0..kept.len()).min_by_key(|&at| distance(&kept[at])).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_colours_are_exact_and_rare_ones_close() {
        let mut pixels = [255, 255, 255, 255].repeat(5000);
        for shade in 0..=255u8 {
            pixels.extend([shade, 0, 0, 255].repeat(2));
            pixels.extend([0, shade, 0, 255]);
        }
        pixels.extend([12, 34, 56, 255].repeat(300));
        let bytes = encode(pixels.len() as u32 / 4, 1, &pixels, Some(11_811)).expect("a picture");
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().expect("a header");
        let palette = reader.info().palette.clone().expect("a palette").into_owned();
        let mut indices = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut indices).expect("pixels");
        for (pixel, &index) in pixels.chunks_exact(4).zip(&indices) {
            let found = &palette[3 * index as usize..][..3];
            let apart = found.iter().zip(pixel).map(|(a, b)| a.abs_diff(*b)).max().expect("three");
            assert!(apart <= 8, "{pixel:?} became {found:?}");
            assert!(pixel[2] != 56 || apart == 0);
        }
        assert_eq!(bytes, encode(pixels.len() as u32 / 4, 1, &pixels, Some(11_811)).expect("a picture"));
    }
}
