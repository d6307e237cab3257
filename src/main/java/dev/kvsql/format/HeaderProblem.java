package dev.kvsql.format;

/**
 * One field of a database header that holds what the format does not allow.
 *
 * @param offsetBytes where the field starts, in bytes from the start of the file
 * @param field the field's name, such as {@code page size}
 * @param expected what the format allows
 * @param found what is there: a number, or bytes in hexadecimal
 */
public record HeaderProblem(int offsetBytes, String field, String expected, String found) {}
