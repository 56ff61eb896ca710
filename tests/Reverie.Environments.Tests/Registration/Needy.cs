namespace Reverie.Environments.Tests.Registration;

/// <summary>A plug-in that needs a number.</summary>
public sealed class Needy(int number) : INeedy
{
    public int Number { get; } = number;
}
