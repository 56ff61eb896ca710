using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Actions as the networks see them.</summary>
public static class ActionEncoding
{
    /// <summary>One-hot choices side by side, or the real numbers.</summary>
    public static float[] Flat(ActionBatch actions)
    {
        var spec = actions.Spec;
        if (spec.IsContinuous)
            return actions.Numbers;
        int width = DreamerModel.SizeOf(spec);
        float[] flat = new float[actions.Count * width];
        for (int row = 0; row < actions.Count; row++)
        {
            int at = row * width;
            for (int choice = 0; choice < spec.Size; at += spec.Choices[choice++])
                flat[at + (int)actions.Integers[(row * spec.Size) + choice]] = 1;
        }
        return flat;
    }
}
