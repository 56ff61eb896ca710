namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Makes actions of an environment's own type out of rows of numbers.</summary>
internal interface IActionReader<out T>
{
    /// <summary>The action; arrays are filled anew each time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The numbers are no action.</exception>
    T Read(ActionRow row);
}
