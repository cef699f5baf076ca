//! PNG with a palette: charts have few colours, and pages hold many charts.
//!
//! The colours that cover most of the picture are kept as they are; the rest, which soften the edges of letters and lines,
//! become the nearest of them. The bytes depend on the picture and nothing else.
//!
//! Neighbouring pixels are mostly equal, so everything goes by runs of them.

/// Colours of a palette.
const MOST: usize = 256;
/// A colour this near to one that is kept (in each channel) needs no place of its own.
const NEAR: u8 = 5;

/// A tenth of the work of the highest level, for files that are hardly larger.
const EFFORT: png::DeflateCompression = png::DeflateCompression::Level(5);

type Colour = [u8; 3];

/// Packs opaque pixels (red, green, blue and a fourth byte that is not looked at).
pub fn encode(width: u32, height: u32, pixels: &[u8], per_metre: Option<u32>) -> Result<Vec<u8>, png::EncodingError> {
    let runs = Runs::of(pixels);
    let kept = palette(&runs.colours);
    let indices = runs.indices(&Channels::of(&kept), pixels.len() / 4);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(kept.concat());
    encoder.set_deflate_compression(EFFORT);
    // Indices are names, not quantities: differences between neighbours say nothing.
    encoder.set_filter(png::Filter::NoFilter);
    if let Some(per_metre) = per_metre {
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    }
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(bytes)
}

/// A picture as runs of equal pixels.
struct Runs {
    /// Colours in the order in which they appear, with the number of their pixels.
    colours: Vec<(Colour, u32)>,
    /// Place of the colour in this list, and how many pixels it goes on for.
    runs: Vec<(u32, u32)>,
}

impl Runs {
    fn of(pixels: &[u8]) -> Self {
        let mut found = Self { colours: Vec::new(), runs: Vec::new() };
        let mut table = Places::new();
        let (mut rest, _) = pixels.as_chunks::<4>();
        while let Some(&first) = rest.first() {
            let length = alike(rest, first);
            let [red, green, blue, _] = first;
            let at = table.of([red, green, blue], &mut found.colours);
            found.colours[at as usize].1 += length as u32;
            found.runs.push((at, length as u32));
            rest = &rest[length..];
        }
        found
    }

    /// The picture in the colours of a palette.
    fn indices(&self, kept: &Channels, pixels: usize) -> Vec<u8> {
        let places: Vec<u8> = self.colours.iter().map(|&(colour, _)| kept.nearest(colour)).collect();
        let mut indices = Vec::with_capacity(pixels);
        for &(at, length) in &self.runs {
            indices.resize(indices.len() + length as usize, places[at as usize]);
        }
        indices
    }
}

/// How many pixels at the beginning have a colour; most of paper is looked at in blocks.
fn alike(pixels: &[[u8; 4]], colour: [u8; 4]) -> usize {
    const BLOCK: usize = 16;
    let block = [colour; BLOCK];
    let blocks = pixels.as_chunks().0.iter().take_while(|pixels| **pixels == block).count();
    let single = pixels[BLOCK * blocks..].iter().take_while(|pixel| pixel[..3] == colour[..3]).count();
    BLOCK * blocks + single
}

/// Where colours stand in a list of them: a table that is looked into at a place that follows from the colour, and from
/// there on until the colour or a free place is found.
struct Places {
    /// One more than the place in the list; 0 is free. The length is a power of two, and half of it at least is free.
    slots: Vec<u32>,
}

impl Places {
    fn new() -> Self {
        Self { slots: vec![0; 1 << 12] }
    }

    /// Place of a colour in the list, to which it is added if it is new.
    fn of(&mut self, colour: Colour, list: &mut Vec<(Colour, u32)>) -> u32 {
        let slot = self.slot(colour, list);
        if self.slots[slot] == 0 {
            list.push((colour, 0));
            self.slots[slot] = list.len() as u32;
            if 2 * list.len() > self.slots.len() {
                self.grow(list);
            }
            return list.len() as u32 - 1;
        }
        self.slots[slot] - 1
    }

    /// The slot of a colour, or the free one that it would take.
    fn slot(&self, colour: Colour, list: &[(Colour, u32)]) -> usize {
        let [red, green, blue] = colour;
        let hash = u32::from_be_bytes([0, red, green, blue]).wrapping_mul(0x9E37_79B1);
        let mut slot = (hash >> (32 - self.slots.len().ilog2())) as usize;
        while self.slots[slot] != 0 && list[self.slots[slot] as usize - 1].0 != colour {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    fn grow(&mut self, list: &[(Colour, u32)]) {
        self.slots = vec![0; 2 * self.slots.len()];
        for (at, &(colour, _)) in list.iter().enumerate() {
            let slot = self.slot(colour, list);
            self.slots[slot] = at as u32 + 1;
        }
    }
}

/// The most frequent colours, none of them near another while there is a choice.
fn palette(colours: &[(Colour, u32)]) -> Vec<Colour> {
    let mut order = colours.to_vec();
    order.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
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

/// A palette by channel, so that a colour is compared with several of its colours at once.
struct Channels {
    channels: [[i16; MOST]; 3],
    colours: usize,
}

impl Channels {
    fn of(kept: &[Colour]) -> Self {
        let mut channels = [[0; MOST]; 3];
        for (at, colour) in kept.iter().enumerate().take(MOST) {
            for (channel, &value) in channels.iter_mut().zip(colour) {
                channel[at] = i16::from(value);
            }
        }
        Self { channels, colours: kept.len().min(MOST) }
    }

    /// Place of the nearest colour; of several as near, the first.
    fn nearest(&self, colour: Colour) -> u8 {
        let [red, green, blue] = colour.map(i16::from);
        let [reds, greens, blues] = &self.channels;
        let mut nearest = i32::MAX;
        for at in 0..self.colours {
            let square = |apart: i16| i32::from(apart) * i32::from(apart);
            let apart = square(reds[at] - red) + square(greens[at] - green) + square(blues[at] - blue);
            // A distance takes 18 bits, and a place eight.
            nearest = nearest.min(apart << 8 | i32::from(at as u8));
        }
        (nearest & 0xFF) as u8
    }
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

    #[test]
    fn runs_are_the_picture() {
        // More colours than the table has room for at first, each in several runs.
        let pixels: Vec<u8> = (0..40_000u32)
            .flat_map(|at| {
                let colour = (at / 3 % 9_000).wrapping_mul(2_654_435_761) >> 8;
                let [_, red, green, blue] = colour.to_be_bytes();
                [red, green, blue, 255]
            })
            .collect();
        let found = Runs::of(&pixels);
        assert_eq!(found.colours.len(), 9_000);
        let runs = found.runs.iter().flat_map(|&(at, length)| vec![found.colours[at as usize].0; length as usize]);
        let expected = pixels.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        assert!(runs.eq(expected));
        assert_eq!(found.colours.iter().map(|colour| colour.1).sum::<u32>(), 40_000);
    }

    #[test]
    fn the_nearest_colour_is_the_first_of_the_nearest() {
        let kept = [[0, 0, 0], [10, 0, 0], [0, 10, 0], [255, 255, 255], [10, 0, 0]];
        let channels = Channels::of(&kept);
        for (colour, nearest) in [([4, 0, 0], 0), ([5, 5, 0], 0), ([9, 0, 1], 1), ([6, 6, 0], 1), ([254, 0, 255], 3)] {
            assert_eq!(channels.nearest(colour), nearest, "{colour:?}");
        }
    }
}
