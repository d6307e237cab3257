package dev.kvsql.explore.recording;

/** The calls that a recording can hold. */
public enum OperationKind {
  GET("get"),
  PUT("put"),
  DELETE("delete"),
  DELETE_RANGE("deleteRange");

  private final String word;

  OperationKind(String word) {
    this.word = word;
  }

  /** What a recording calls it. */
  public String word() {
    return word;
  }
}
