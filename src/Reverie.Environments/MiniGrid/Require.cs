using System.Runtime.CompilerServices;

namespace Reverie.Environments.MiniGrid;

/// <summary>Checks of constructor arguments.</summary>
internal static class Require
{
    public static int AtLeast(int low, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= low ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least {low}, not {value}.");

    public static int InRange(int low, int high, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= low && value <= high ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be from {low} to {high}, not {value}.");
}
