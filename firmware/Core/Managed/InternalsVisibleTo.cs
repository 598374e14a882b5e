// The bindings hand on what firmware gave the program.
[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Bq2.Uefi")]
