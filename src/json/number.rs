//! Numbers in the canonical form: ECMAScript's Number::toString, as RFC 8785 (section 3.2.2.3) asks.

use std::io::Write;

/// Writes a finite double as ECMAScript does (ECMA-262, section 6.1.6.1.20).
///
/// The digits are the shortest that read back as the same double, which is also what Rust's own formatting gives;
/// only their layout differs.
pub(super) fn write_number(value: f64, out: &mut Vec<u8>) {
    if value == 0.0 {
        out.push(b'0');
        return;
    }
    let scientific = format!("{value:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    out.extend_from_slice(sign.as_bytes());
    let digits: Vec<u8> = mantissa.bytes().filter(|byte| *byte != b'.').collect();
    lay_out(&digits, exponent + 1, out);
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
