Texts.Run();
Numbers.Run();
Arrays.Run();
Spans.Run();
Classes.Run();
Interfaces.Run();
Generics.Run();
Delegates.Run();
Statics.Run();
Language.Run();
Collections.Run();
Firmware.Run();

// The twin: what is not so is reported.
Probe.True("twin: this one is bad", false);
Probe.Equal("twin: and this one", "yes", "no");

Failures.Start();
Console.WriteLine("probes: done");
Machine.PowerOff();
