// Letters as data, not as text: the two keyboard layouts key by key, and the letters of Russian number plates.
// This is the only file outside the catalogues that may hold Cyrillic letters.

/** The same physical keys, in the same order, in the US and in the Russian layout. */
export const usKeys = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?@#$^&';
export const russianKeys = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?';

/** Latin letters that look like the twelve plate letters, in the same order. */
export const plateLookAlikes = 'ABEKMHOPCTYX';
export const plateLetters = 'АВЕКМНОРСТУХ';
