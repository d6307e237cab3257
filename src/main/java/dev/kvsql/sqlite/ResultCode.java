package dev.kvsql.sqlite;

/** The result codes that a VFS returns (sqlite.org/rescode.html). */
final class ResultCode {
  static final int OK = 0;
  static final int BUSY = 5;
  static final int IOERR = 10;
  static final int NOTFOUND = 12;
  static final int FULL = 13;
  static final int CANTOPEN = 14;
  static final int IOERR_READ = IOERR | 1 << 8;
  static final int IOERR_SHORT_READ = IOERR | 2 << 8;
  static final int IOERR_WRITE = IOERR | 3 << 8;
  static final int IOERR_FSYNC = IOERR | 4 << 8;
  static final int IOERR_TRUNCATE = IOERR | 6 << 8;
  static final int IOERR_FSTAT = IOERR | 7 << 8;
  static final int IOERR_UNLOCK = IOERR | 8 << 8;
  static final int IOERR_DELETE = IOERR | 10 << 8;
  static final int IOERR_NOMEM = IOERR | 12 << 8;
  static final int IOERR_ACCESS = IOERR | 13 << 8;
  static final int IOERR_CHECKRESERVEDLOCK = IOERR | 14 << 8;
  static final int IOERR_LOCK = IOERR | 15 << 8;
  static final int IOERR_CLOSE = IOERR | 16 << 8;
  static final int IOERR_SHMLOCK = IOERR | 20 << 8;
  static final int IOERR_SHMMAP = IOERR | 21 << 8;
  static final int IOERR_DELETE_NOENT = IOERR | 23 << 8;
  static final int CANTOPEN_FULLPATH = CANTOPEN | 3 << 8;

  private ResultCode() {}
}
