using System.Runtime.InteropServices;
using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>Where the parts of a step lie in a row of bytes: reward, action, latent state, observations, flags.</summary>
public sealed class RowLayout
{
    private readonly int[] _offsets;

    /// <param name="observations">What is kept of an observation.</param>
    /// <param name="actionSize">Numbers of an action.</param>
    /// <param name="recurrentSize">Numbers of a recurrent state that is kept, too; 0: none is.</param>
    /// <param name="variables">Variables of a latent that are kept with it, each as its class's number.</param>
    public RowLayout(IReadOnlyList<ArraySpec> observations, int actionSize, int recurrentSize = 0, int variables = 0)
    {
        (Observations, ActionSize, RecurrentSize, Variables) = (observations, actionSize, recurrentSize, variables);
        _offsets = new int[observations.Count];
        int offset = (actionSize + 1 + StateSize) * sizeof(float); // numbers first, so that they are aligned
        foreach (var (index, spec) in observations.Index())
        {
            _offsets[index] = offset;
            offset += spec.ByteLength;
        }
        FlagsOffset = offset;
        Size = (offset + 1 + 7) / 8 * 8;
    }

    public IReadOnlyList<ArraySpec> Observations { get; }

    public int ActionSize { get; }

    /// <summary>H, numbers of a recurrent state; 0: none is kept.</summary>
    public int RecurrentSize { get; }

    /// <summary>S, variables of a latent.</summary>
    public int Variables { get; }

    /// <summary>Numbers of a latent state: the recurrent state, and the class of each variable.</summary>
    public int StateSize => RecurrentSize + Variables;

    /// <summary>Bytes of a row.</summary>
    public int Size { get; }

    private int FlagsOffset { get; }

    /// <summary>The action of a row.</summary>
    public Span<float> Action(Span<byte> row) => MemoryMarshal.Cast<byte, float>(row[sizeof(float)..])[..ActionSize];

    /// <summary>The latent state of a row.</summary>
    public Span<float> State(Span<byte> row) => MemoryMarshal.Cast<byte, float>(row[((1 + ActionSize) * sizeof(float))..])[..StateSize];

    /// <summary>The reward of a row.</summary>
    public static ref float Reward(Span<byte> row) => ref MemoryMarshal.Cast<byte, float>(row)[0];

    /// <summary>An observation of a row.</summary>
    public Span<byte> Observation(Span<byte> row, int index) => row.Slice(_offsets[index], Observations[index].ByteLength);

    /// <summary>The flags of a row.</summary>
    public ref RowFlags Flags(Span<byte> row) => ref MemoryMarshal.Cast<byte, RowFlags>(row)[FlagsOffset];
}
