using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Which observations are seen, and which of those are predicted.</summary>
/// <param name="EncodedImages">Pictures [C, side, side] that are seen; their channels stand beside each other.</param>
/// <param name="DecodedImages">Those of them that are predicted.</param>
/// <param name="EncodedVectors">Vectors that are seen, one behind the other.</param>
/// <param name="DecodedVectors">Those of them that are predicted.</param>
public sealed record ObservationKeys(
    IReadOnlyList<ArraySpec> EncodedImages, IReadOnlyList<ArraySpec> DecodedImages, IReadOnlyList<ArraySpec> EncodedVectors,
    IReadOnlyList<ArraySpec> DecodedVectors)
{
    /// <summary>All that are seen.</summary>
    public IEnumerable<ArraySpec> Encoded => EncodedImages.Concat(EncodedVectors);

    /// <summary>What is said, where it is seen; null: nothing is.</summary>
    public ArraySpec? Token => EncodedVectors.FirstOrDefault(spec => spec.Name == DreamerWorlds.Token && IsToken(spec));

    /// <summary>Whether an array is a word: a whole number of so many.</summary>
    internal static bool IsToken(ArraySpec spec) => spec is { Type: ElementType.Int64, Length: 1, Low: 0 } && spec.High < int.MaxValue;

    /// <summary>Numbers of a vector, or words that there are.</summary>
    internal static long WidthOf(ArraySpec spec) => IsToken(spec) ? (long)spec.High + 1 : spec.Length;

    /// <summary>Channels of some pictures together.</summary>
    internal static long Channels(IReadOnlyList<ArraySpec> images) => images.Sum(image => (long)image.Shape[0]);

    /// <summary>The side of the pictures.</summary>
    internal static int Side(IReadOnlyList<ArraySpec> images) => images[0].Shape[1];
}
