using Reverie.Environments.Conformance;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Conformance;

public sealed class EnvironmentCheckerTests
{
    [Fact]
    public void Check_GoodEnvironmentsOfAnySpace_FindsNothing()
    {
        Assert.Empty(EnvironmentChecker.Check(() => new SnapshotToy()));
        Assert.Empty(EnvironmentChecker.Check(() => new FleetingToy()));
        Assert.Empty(EnvironmentChecker.Check(() => new Toy<double, NdArray<double>>(new RealLine(), new Box<double>(double.NegativeInfinity, 2, 2, 2))));
        Assert.Empty(EnvironmentChecker.Check(() => new Toy<NdArray<int>, NdArray<int>>(new MultiDiscrete(2, 3), new MultiDiscrete(4, 5))));
        Assert.Empty(EnvironmentChecker.Check(() => new Toy<NdArray<short>, int>(new Box<short>(0, 9, 2), new Discrete(2))));
    }

    [Fact]
    public void Check_Mistakes_AreNamed()
    {
        Finds("The reward of step 2 is NaN, not a finite number.", () => Of(3, step => step == 3 ? double.NaN : 0));
        Finds(
            "Two environments that were made alike are of different types.",
            Alternate(() => Of(3), () => new Toy<NdArray<int>, int>(new MultiDiscrete(2), new Discrete(2))));
        int made = 0;
        Finds("Step 0 gives different rewards or ends for the same seed and actions.", () => { int own = made++; return Of(3, _ => own); });
        Finds("The observation of Reset is not in the observation space.", () => new Outside());
        Finds("did not come back to where it was saved", () => new Moody());
        Finds("Saved at step 49 and brought back, it goes another way 1 steps later.", () => new Forgetful());
    }

    private static void Finds(string problem, Func<IEnvironment> make) =>
        Assert.Contains(EnvironmentChecker.Check(make), found => found.Contains(problem, StringComparison.Ordinal));

    private static Func<IEnvironment> Alternate(Func<IEnvironment> one, Func<IEnvironment> other)
    {
        int made = 0;
        return () => made++ % 2 == 0 ? one() : other();
    }

    private static Toy<NdArray<float>, int> Of(int size, Func<int, double>? reward = null) =>
        new(new Box<float>(0, 1, size), new Discrete(2)) { Reward = reward ?? (_ => 0) };

    /// <summary>Shows what it does not declare.</summary>
    private sealed class Outside() : Toy<NdArray<float>, int>(new Box<float>(0, 1, 2), new Discrete(2))
    {
        public override NdArray<float> Reset(ulong? seed = null)
        {
            var observation = base.Reset(seed);
            observation.Data[0] = 2;
            return observation;
        }
    }

    /// <summary>Draws one number more with each reset that no seed was given to, for ever.</summary>
    private sealed class Moody() : Toy<NdArray<float>, int>(new Box<float>(0, 1, 2), new Discrete(2))
    {
        private int _resets;

        public override NdArray<float> Reset(ulong? seed = null)
        {
            if (seed is null)
                _resets++;
            var observation = base.Reset(seed);
            for (int i = 0; i < _resets; i++)
                Random.NextUInt64();
            return observation;
        }
    }

    /// <summary>Says that its snapshots are whole, and leaves something out.</summary>
    private sealed class Forgetful() : Toy<NdArray<float>, int>(new Box<float>(0, 1, 2), new Discrete(2)), ISnapshot
    {
        public void SaveSnapshot(BinaryWriter writer)
        {
        }

        public void RestoreSnapshot(BinaryReader reader)
        {
        }
    }
}
