using System.Numerics;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.MiniGrid.WaveFunctionCollapse;

/// <summary>
/// Wave function collapse in the overlapping model (M. Gumin, 2016): every cell begins with all patterns possible; again and again the
/// cell with the fewest left picks one by chance, and its neighbours lose what no longer fits.
/// </summary>
internal sealed class WfcSolver
{
    private const double NoiseScale = 0.1;

    private static readonly Position[] Steps = [new(1, 0), new(-1, 0), new(0, 1), new(0, -1)];

    private readonly WfcPreset _preset;
    private readonly int _size;
    private readonly ulong[][] _fitting; // [step][pattern]: the patterns that fit next to it
    private readonly ulong[] _wave;
    private readonly double[] _noise, _chances;
    private readonly Queue<int> _changed = new();

    /// <param name="preset">The patterns.</param>
    /// <param name="size">Width and height of what is made.</param>
    public WfcSolver(WfcPreset preset, int size)
    {
        (_preset, _size) = (preset, size);
        _fitting = [.. Steps.Select(step => preset.Patterns.Select(pattern => MaskWhere(other => pattern.Fits(other, step))).ToArray())];
        (_wave, _noise, _chances) = (new ulong[size * size], new double[size * size], new double[preset.Patterns.Count]);
    }

    /// <summary>Makes a map of walls, or fails where no pattern fits a cell any more.</summary>
    /// <param name="random">Draws a double for each cell, then one for each pick.</param>
    /// <param name="walls">[size, size], true where there is wall.</param>
    public bool TrySolve(Pcg64 random, bool[,] walls)
    {
        foreach (ref double noise in _noise.AsSpan())
            noise = random.NextDouble() * NoiseScale;
        Array.Fill(_wave, MaskWhere(_ => true));
        for (int cell = 0; cell < _wave.Length; cell++)
            _changed.Enqueue(cell);
        if (!Propagate())
            return false;
        while (LeastCertain() is >= 0 and int cell)
        {
            _wave[cell] = 1UL << Pick(_wave[cell], random);
            _changed.Enqueue(cell);
            if (!Propagate())
                return false;
        }
        for (int cell = 0; cell < _wave.Length; cell++)
            walls[cell / _size, cell % _size] = _preset.Patterns[BitOperations.TrailingZeroCount(_wave[cell])].IsWall(0, 0);
        return true;
    }

    /// <summary>The undecided cell with the fewest patterns left, a little noise deciding between equals; -1 if all is decided.</summary>
    private int LeastCertain()
    {
        int best = -1;
        double least = double.PositiveInfinity;
        for (int cell = 0; cell < _wave.Length; cell++)
        {
            int left = BitOperations.PopCount(_wave[cell]);
            double doubt = _noise[cell] + left;
            if (left > 1 && doubt < least)
                (best, least) = (cell, doubt);
        }
        return best;
    }

    private int Pick(ulong possible, Pcg64 random)
    {
        double total = 0;
        for (int i = 0; i < _chances.Length; i++)
        {
            _chances[i] = ((possible >> i) & 1) != 0 ? _preset.Patterns[i].Weight : 0;
            total += _chances[i];
        }
        foreach (ref double chance in _chances.AsSpan())
            chance /= total;
        return random.Choice(_chances);
    }

    private bool Propagate()
    {
        while (_changed.TryDequeue(out int cell))
        {
            for (int i = 0; i < Steps.Length; i++)
            {
                int neighbor = Neighbor(cell, Steps[i]);
                if (neighbor < 0)
                    continue;
                ulong supported = 0;
                for (ulong left = _wave[cell]; left != 0; left &= left - 1)
                    supported |= _fitting[i][BitOperations.TrailingZeroCount(left)];
                ulong remaining = _wave[neighbor] & supported;
                if (remaining == _wave[neighbor])
                    continue;
                _wave[neighbor] = remaining;
                if (remaining == 0)
                {
                    _changed.Clear();
                    return false;
                }
                _changed.Enqueue(neighbor);
            }
        }
        return true;
    }

    private int Neighbor(int cell, Position step)
    {
        int x = cell / _size + step.X, y = cell % _size + step.Y;
        if (_preset.IsPeriodic)
            (x, y) = ((x + _size) % _size, (y + _size) % _size);
        return (uint)x < (uint)_size && (uint)y < (uint)_size ? x * _size + y : -1;
    }

    private ulong MaskWhere(Func<WfcPattern, bool> condition)
    {
        ulong mask = 0;
        for (int i = 0; i < _preset.Patterns.Count; i++)
        {
            if (condition(_preset.Patterns[i]))
                mask |= 1UL << i;
        }
        return mask;
    }
}
