using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reverie.Environments.Crafter;

/// <summary>
/// OpenSimplex noise in three dimensions (Kurt Spencer, 2014): smooth, between about -1 and 1, and equal to the original's to the last bit
/// for each seed.
/// </summary>
public sealed class SimplexNoise
{
    private const double Stretch = -1.0 / 6, Squish = 1.0 / 3, Norm = 103;

    /// <summary>The 24 slopes: one component is 11, the others are 4, all with either sign. A fourth number pads each.</summary>
    private static readonly double[] Slopes = MakeSlopes();

    private readonly byte[] _permutation = new byte[256], _slopeOf = new byte[256];

    /// <summary>Shuffles the lattice anew.</summary>
    public void Seed(long seed)
    {
        Span<byte> source = stackalloc byte[256];
        for (int i = 0; i < 256; i++)
            source[i] = (byte)i;
        for (int round = 0; round < 3; round++)
            seed = Next(seed);
        for (int i = 255; i >= 0; i--)
        {
            seed = Next(seed);
            // The original adds in integers of any size.
            int r = (int)(((Int128)seed + 31) % (i + 1));
            if (r < 0)
                r += i + 1;
            _permutation[i] = source[r];
            _slopeOf[i] = (byte)(_permutation[i] % 24);
            source[r] = source[i];
        }
    }

    /// <summary>The noise at a point.</summary>
    public double At(double x, double y, double z)
    {
        double stretch = (x + y + z) * Stretch;
        double xs = x + stretch, ys = y + stretch, zs = z + stretch;
        double xf = Math.Floor(xs), yf = Math.Floor(ys), zf = Math.Floor(zs);
        double squish = (xf + yf + zf) * Squish;
        var at = new Lattice(this, (int)xf, (int)yf, (int)zf, x - (xf + squish), y - (yf + squish), z - (zf + squish));
        double xi = xs - xf, yi = ys - yf, zi = zs - zf, sum = xi + yi + zi;
        double value = sum <= 1 ? NearOrigin(at, xi, yi, zi, sum) : sum >= 2 ? NearFarCorner(at, xi, yi, zi, sum) : Between(at, xi, yi, zi);
        return value / Norm;
    }

    private static long Next(long seed) => unchecked(seed * 6364136223846793005 + 1442695040888963407);

    /// <summary>Inside the tetrahedron at (0, 0, 0).</summary>
    private static double NearOrigin(in Lattice at, double xi, double yi, double zi, double sum)
    {
        int a = 1, b = 2;
        double aScore = xi, bScore = yi;
        if (aScore >= bScore && zi > bScore)
            (b, bScore) = (4, zi);
        else if (aScore < bScore && zi > aScore)
            (a, aScore) = (4, zi);
        double value = at.Corner(0, 0, 0, 0) + at.Corner(1, 0, 0, Squish);
        value += at.Corner(0, 1, 0, Squish);
        value += at.Corner(0, 0, 1, Squish);
        double w = 1 - sum;
        if (w > aScore || w > bScore)
        {
            int c = bScore > aScore ? b : a;
            var (x, y, z) = (c & 1, (c >> 1) & 1, (c >> 2) & 1);
            // Two of the corners that are one step back along an axis on which c does not lie.
            value += at.Corner(x == 0 ? -1 : 1, y == 1 ? 1 : x == 0 ? 0 : -1, z, 0);
            return value + at.Corner(x, y == 1 ? 1 : x == 0 ? -1 : 0, z == 0 ? -1 : 1, 0);
        }
        int both = a | b;
        value += at.Corner(both & 1, (both >> 1) & 1, (both >> 2) & 1, 2 * Squish);
        return value + at.Corner((both & 1) == 0 ? -1 : 1, (both & 2) == 0 ? -1 : 1, (both & 4) == 0 ? -1 : 1, Squish);
    }

    /// <summary>Inside the tetrahedron at (1, 1, 1).</summary>
    private static double NearFarCorner(in Lattice at, double xi, double yi, double zi, double sum)
    {
        int a = 6, b = 5;
        double aScore = xi, bScore = yi;
        if (aScore <= bScore && zi < bScore)
            (b, bScore) = (3, zi);
        else if (aScore > bScore && zi < aScore)
            (a, aScore) = (3, zi);
        double value = at.Corner(1, 1, 0, 2 * Squish) + at.Corner(1, 0, 1, 2 * Squish);
        value += at.Corner(0, 1, 1, 2 * Squish);
        value += at.Corner(1, 1, 1, 3 * Squish);
        double w = 3 - sum;
        if (w < aScore || w < bScore)
        {
            int c = bScore < aScore ? b : a;
            var (x, y, z) = (c & 1, (c >> 1) & 1, (c >> 2) & 1);
            value += at.Beyond(x == 1 ? 2 : 0, y == 0 ? 0 : x == 1 ? 1 : 2, z);
            return value + at.Beyond(x, y == 0 ? 0 : x == 1 ? 2 : 1, z == 1 ? 2 : 0);
        }
        int both = a & b;
        value += at.Corner(both & 1, (both >> 1) & 1, (both >> 2) & 1, Squish);
        return value + at.Corner((both & 1) * 2, both & 2, (both & 4) / 2, 2 * Squish);
    }

    /// <summary>Inside the octahedron between the two.</summary>
    private static double Between(in Lattice at, double xi, double yi, double zi)
    {
        double p1 = xi + yi, p2 = xi + zi, p3 = yi + zi;
        var (aScore, a, aFurther) = p1 > 1 ? (p1 - 1, 3, true) : (1 - p1, 4, false);
        var (bScore, b, bFurther) = p2 > 1 ? (p2 - 1, 5, true) : (1 - p2, 2, false);
        var (score, third, further) = p3 > 1 ? (p3 - 1, 6, true) : (1 - p3, 1, false);
        if (aScore <= bScore && aScore < score)
            (a, aFurther) = (third, further);
        else if (aScore > bScore && bScore < score)
            (b, bFurther) = (third, further);

        double value = at.Corner(1, 0, 0, Squish) + at.Corner(0, 1, 0, Squish);
        value += at.Corner(0, 0, 1, Squish);
        value += at.Corner(1, 1, 0, 2 * Squish);
        value += at.Corner(1, 0, 1, 2 * Squish);
        value += at.Corner(0, 1, 1, 2 * Squish);
        if (aFurther && bFurther)
        {
            value += at.Corner(1, 1, 1, 3 * Squish);
            int c = a & b;
            return value + ((c & 1) != 0 ? at.Corner(2, 0, 0, 2 * Squish) : (c & 2) != 0 ? at.Corner(0, 2, 0, 2 * Squish) : at.Corner(0, 0, 2, 2 * Squish));
        }
        if (!aFurther && !bFurther)
        {
            value += at.Corner(0, 0, 0, 0);
            return value + OneBack(at, a | b);
        }
        var (far, near) = aFurther ? (a, b) : (b, a);
        value += OneBack(at, far);
        return value + at.TwoOn((near & 1) != 0 ? 0 : (near & 2) != 0 ? 1 : 2);
    }

    /// <summary>The corner that is one step back on the first axis on which a point does not lie, and one step on on the others.</summary>
    private static double OneBack(in Lattice at, int point) => (point & 1) == 0 ? at.Corner(-1, 1, 1, Squish)
        : (point & 2) == 0 ? at.Corner(1, -1, 1, Squish)
        : at.Corner(1, 1, -1, Squish);

    private static double[] MakeSlopes()
    {
        double[] slopes = new double[24 * 4];
        for (int i = 0; i < 24; i++)
        {
            int signs = i / 3;
            for (int axis = 0; axis < 3; axis++)
            {
                // The original's order: the sign of x runs fastest and begins with minus, those of y and z begin with plus.
                bool negative = axis switch { 0 => (signs & 1) == 0, 1 => (signs & 2) != 0, _ => (signs & 4) != 0 };
                slopes[4 * i + axis] = (axis == i % 3 ? 11 : 4) * (negative ? -1 : 1);
            }
        }
        return slopes;
    }

    /// <summary>A cell of the lattice: its corner, and where the point lies against it.</summary>
    private readonly ref struct Lattice(SimplexNoise noise, int i, int j, int k, double dx, double dy, double dz)
    {
        // Indices are bytes, and the tables have 256 entries: nothing need be checked.
        private readonly ref byte _permutation = ref MemoryMarshal.GetArrayDataReference(noise._permutation);
        private readonly ref byte _slopeOf = ref MemoryMarshal.GetArrayDataReference(noise._slopeOf);
        private readonly ref double _slopes = ref MemoryMarshal.GetArrayDataReference(Slopes);

        /// <summary>What a corner adds; the order of operations is the original's.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Corner(int x, int y, int z, double squish) => Add(x, y, z, dx - x - squish, dy - y - squish, dz - z - squish);

        /// <summary>A corner around (1, 1, 1); the second step along an axis is taken last.</summary>
        public double Beyond(int x, int y, int z)
        {
            // Along x and z the original takes both steps at once, along y one after the other.
            double py = y == 2 ? dy - 1 - 3 * Squish - 1 : dy - y - 3 * Squish;
            return Add(x, y, z, dx - x - 3 * Squish, py, dz - z - 3 * Squish);
        }

        /// <summary>The corner two steps along an axis, which are taken last.</summary>
        public double TwoOn(int axis)
        {
            double px = dx - 2 * Squish, py = dy - 2 * Squish, pz = dz - 2 * Squish;
            return axis switch
            {
                0 => Add(2, 0, 0, px - 2, py, pz),
                1 => Add(0, 2, 0, px, py - 2, pz),
                _ => Add(0, 0, 2, px, py, pz - 2),
            };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private double Add(int x, int y, int z, double px, double py, double pz)
        {
            // A corner that is too far away adds nothing; that costs less than a jump that cannot be foreseen.
            double near = Math.Max(2 - px * px - py * py - pz * pz, 0);
            near *= near;
            byte first = Unsafe.Add(ref _permutation, (byte)(i + x)), second = Unsafe.Add(ref _permutation, (byte)(first + j + y));
            ref double slope = ref Unsafe.Add(ref _slopes, 4 * Unsafe.Add(ref _slopeOf, (byte)(second + k + z)));
            return near * near * (slope * px + Unsafe.Add(ref slope, 1) * py + Unsafe.Add(ref slope, 2) * pz);
        }
    }
}
