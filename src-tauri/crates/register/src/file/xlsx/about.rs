//! The sheet about the file: a label and a value in each line.

use rust_xlsxwriter::{RowNum, Workbook};

use super::{fitting, styles::Styles, write};
use crate::{Cell, file::FileError};

const LABEL_WIDTH: u32 = 260;
const VALUE_WIDTH: u32 = 520;

pub fn add(
    book: &mut Workbook,
    name: &str,
    lines: Vec<(String, Cell)>,
    styles: &mut Styles,
) -> Result<(), FileError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_column_width_pixels(0, LABEL_WIDTH)?;
    sheet.set_column_width_pixels(1, VALUE_WIDTH)?;
    for (row, (label, value)) in lines.into_iter().enumerate() {
        let row = RowNum::try_from(row).unwrap_or(RowNum::MAX);
        sheet.write_string_with_format(row, 0, fitting(&label), &styles.bold)?;
        write(sheet, (row, 1), value, None, styles)?;
    }
    Ok(())
}
