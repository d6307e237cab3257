/**
 * Gets what can still be read out of damaged MapDB 3.1.0 files, without MapDB: read-only, and never
 * beaten by what it reads. Uses no other package of kvsql.
 *
 * <h2>The file</h2>
 *
 * Numbers are big-endian. The file is made of pages of 1 MiB. It begins with byte 4A hex. Of the
 * header only this is used here, and only behind a broken index: the 8 bytes at 32 are the highest
 * recid times 8, with a parity of 3 bits. (At 16 lies a checksum of the header, at 24 and 40 the
 * ends of data and file, from 64 on stacks of free room.)
 *
 * <h2>Check bits</h2>
 *
 * <ul>
 *   <li>1 bit, the lowest: set so that the number of set bits is odd.
 *   <li>3 bits, the lowest: the number of set bits above them, plus 1, modulo 8.
 *   <li>16 bits, the lowest: n is the number with its 16 lowest bits cleared, plus 1; n times
 *       9E3779B97F4A7C15 hex, modulo 2^64, cut into four times 16 bits, which are xored.
 * </ul>
 *
 * <h2>The index</h2>
 *
 * Every record has a number, its recid, from 1. Its index value lies in an index page: those of
 * recids 1 to 126,962 from byte 32,880 of the file to the end of its first page; of the next
 * 131,070 from byte 16 of the second index page, and so on. An index page's offset in the file is
 * in the 8 bytes at 32,864 of the first page, and at 8 of every further one, with 16 check bits; 0
 * (so E4D1 hex) ends the chain. An index value of 8 bytes has
 *
 * <ul>
 *   <li>bits 48 to 63: the record's size in bytes, or of its first part; 65,535 for null, 65,534
 *       for a deleted record;
 *   <li>bits 4 to 47: its offset in the file, a multiple of 16; but a record of 1 to 5 bytes lies
 *       here itself, in the bytes above the lowest, its last byte lowest;
 *   <li>bit 3: more parts follow; bit 2: recid not in use; bit 1: for backups, no matter; bit 0:
 *       check bit.
 * </ul>
 *
 * Zero is no index value: that recid was never used. Data never lies across the end of a page, nor
 * in an index page.
 *
 * <p>A record of more than 65,520 bytes is a chain of parts. All but the last begin with 8 bytes
 * that have the size and offset of the next, as in an index value, bit 3 set if that one is not the
 * last, and 3 check bits in place of bits 0 to 2. The bytes behind these, one part after the other,
 * are the record. MapDB makes every part 65,520 bytes long but the first.
 *
 * <h2>Inside records</h2>
 *
 * A <i>packed</i> number has 7 bits a byte, the highest first; only its last byte has its highest
 * bit set. A <i>checked</i> number is packed: twice the number, plus a check bit. A byte array is a
 * packed length and so many bytes; a text the same with packed UTF-16 units.
 *
 * <ul>
 *   <li>Catalog, the record with recid 1: packed number of properties, then for each, sorted, its
 *       name and value as texts. Names are {@code map#type}, {@code map#rootRecidRecid} and the
 *       like, values {@code TreeMap}, a recid in decimal, {@code org.mapdb.Serializer#BYTE_ARRAY}.
 *   <li>The record that {@code rootRecidRecid} names: the recid of the root node, checked.
 *   <li>A value outside its node: one byte array.
 *   <li>A node of the B-link tree: see below.
 * </ul>
 *
 * <h2>Nodes</h2>
 *
 * In turn:
 *
 * <ol>
 *   <li>checked: number of keys times 16, plus flags: 8 directory, 4 left edge, 2 right edge, 1
 *       highest key is the key of the last entry too;
 *   <li>unless at the right edge, packed: recid of the right neighbour;
 *   <li>unless there are none, packed: number of keys, once more; then the keys as byte arrays,
 *       strictly ascending as unsigned bytes;
 *   <li>in a directory, packed: recids of children; in a leaf with values outside, checked: recid
 *       of each value; in any other leaf, packed: number of values, then these as byte arrays.
 * </ol>
 *
 * Unless at the left edge the first key is the highest of the left neighbour, and no entry. Unless
 * at the right edge the last key is the highest that the node answers for; it is an entry's only
 * with flag 1. So a leaf of k keys has k - 2 entries, plus 1 for each of flags 4, 2 and 1, and a
 * directory k - 1 children, plus 1 for each of flags 4 and 2: child i answers for the keys greater
 * than the one to its left, up to and with the one to its right. A node that was just split answers
 * for fewer keys than its parent says; its neighbour has the rest. Nodes that became empty stay. A
 * tree without entries may be one leaf without keys, behind whose flags there is nothing, or a
 * packed 0.
 */
@NullMarked
package dev.kvsql.chunk.salvage;

import org.jspecify.annotations.NullMarked;
