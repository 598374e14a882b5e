global using Bq2.Tests.RealTools;
global using Xunit;
