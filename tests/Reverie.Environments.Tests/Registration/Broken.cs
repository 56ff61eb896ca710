namespace Reverie.Environments.Tests.Registration;

/// <summary>A plug-in that throws.</summary>
public sealed class Broken : IBroken
{
    public Broken() => throw new InvalidOperationException("out of order");
}
