namespace Bq2.Image;

/// <summary>The two numbers by which a Unix kernel knows a device.</summary>
public readonly record struct DeviceNumber(uint Major, uint Minor);
