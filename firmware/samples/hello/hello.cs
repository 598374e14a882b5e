Console.WriteLine("Hello from C#, without an operating system.");
