namespace Bq2.Image;

/// <summary>The two numbers that identify a device to a Unix kernel.</summary>
public readonly record struct DeviceNumber(uint Major, uint Minor);
