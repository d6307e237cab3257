package dev.kvsql.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The three things that the Java runtime restricts because it cannot check them: looking at memory
 * behind an address, calling a native function, and being called by one. Everything else in kvsql
 * is checked.
 */
@SuppressWarnings("restricted")
final class Native {
  private Native() {}

  /** The memory at an address; the caller knows that it is that long. */
  static MemorySegment view(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  /** A native function as a method; the caller knows that it has that type. */
  static MethodHandle function(MemorySegment address, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(address, type);
  }

  /** A method, which never throws, as a native function. */
  static MemorySegment callback(MethodHandle method, FunctionDescriptor type, Arena arena) {
    return Linker.nativeLinker().upcallStub(method, type, arena);
  }
}
