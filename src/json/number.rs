//! Numbers in the canonical form: ECMAScript's Number::toString, as RFC 8785 (section 3.2.2.3) asks.

use std::io::Write;

/// Writes a finite double as ECMAScript does (ECMA-262, section 6.1.6.1.20).
///
/// Its digits are the shortest that read back as the same double, of several the nearest, and of two equally near the
/// even one. Rust's own formatting takes the greater of those two: 1424953923781206.25 would end in 3.
pub(super) fn write_number(value: f64, out: &mut Vec<u8>) {
    if value == 0.0 {
        out.push(b'0');
        return;
    }
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(value.abs());
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((shortest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let zeros = all.iter().take_while(|digit| **digit == b'0').count();
    let end = all
        .iter()
        .rposition(|digit| *digit != b'0')
        .map_or(zeros, |last| last + 1);
    let digits = &all[zeros..end];
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value < 0.0 {
        out.push(b'-');
    }
    lay_out(digits, whole.len() as i32 - zeros as i32 + exponent, out);
}

/// Lays out `digits` with the decimal point after `point` of them (negative: zeros before the first digit).
fn lay_out(digits: &[u8], point: i32, out: &mut Vec<u8>) {
    let count = digits.len() as i32;
    if (count..=21).contains(&point) {
        out.extend_from_slice(digits);
        out.resize(out.len() + (point - count) as usize, b'0');
    } else if (1..=21).contains(&point) {
        out.extend_from_slice(&digits[..point as usize]);
        out.push(b'.');
        out.extend_from_slice(&digits[point as usize..]);
    } else if (-5..=0).contains(&point) {
        out.extend_from_slice(b"0.");
        out.resize(out.len() + (-point) as usize, b'0');
        out.extend_from_slice(digits);
    } else {
        write_exponential(digits, point - 1, out);
    }
}

fn write_exponential(digits: &[u8], exponent: i32, out: &mut Vec<u8>) {
    out.extend_from_slice(&digits[..1]);
    if digits.len() > 1 {
        out.push(b'.');
        out.extend_from_slice(&digits[1..]);
    }
    // Writing into a Vec cannot fail.
    let _ = write!(out, "e{exponent:+}");
}
