using Inventory;

// What this machine says of itself: interfaces, a list, sorting and formatting, over the firmware's own tables.
List<IFact> facts = [new FirmwareFact(), new TablesFact(), new ClockFact()];
facts.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));

foreach (var fact in facts)
    Console.WriteLine($"{fact.Name,-10}{fact.Tell()}");
Console.WriteLine($"{facts.Count} facts, in C# all the way down");
