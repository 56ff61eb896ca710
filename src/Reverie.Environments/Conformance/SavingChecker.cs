using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Conformance;

/// <summary>Whether an environment that says it can be saved goes on the same when it is brought back.</summary>
internal static class SavingChecker
{
    private const ulong Seed = 7;
    private const int Steps = 120, SaveEvery = 50, Further = 10;

    /// <returns>What is wrong, a sentence each; nothing if all is well, or if there is nothing to save or no array to hold it.</returns>
    public static IReadOnlyList<string> Check(Func<IEnvironment> make)
    {
        try
        {
            using var environment = make().AsArrays();
            return environment.Saving == Saving.None ? [] : Check(environment, make);
        }
        catch (NotSupportedException)
        {
            return [];
        }
        catch (InvalidDataException e)
        {
            return [e.Message];
        }
    }

    private static IReadOnlyList<string> Check(IArrayEnvironment environment, Func<IEnvironment> make)
    {
        var random = new Pcg64(Seed);
        StepBatch batch = new(environment.Layout, 1), other = new(environment.Layout, 1);
        var action = new ActionBatch(environment.Layout.Action, 1);
        environment.Reset(Seed, batch.Row(0));
        for (int step = 0; step < Steps; step++)
        {
            if (step % SaveEvery != SaveEvery - 1)
            {
                Step(environment, batch);
                continue;
            }
            using var copy = make().AsArrays();
            Copy(environment, copy);
            for (int further = 0; further < Further; further++)
            {
                var signal = Step(environment, batch);
                var same = copy.Step(action[0], other.Row(0));
                if (signal.Done)
                    copy.Reset(null, other.Row(0));
                if (signal != same || !AreEqual(batch, other))
                    return [$"Saved at step {step} and brought back, it goes another way {further + 1} steps later."];
            }
        }
        return [];

        StepSignal Step(IArrayEnvironment one, StepBatch into)
        {
            Draw(action, random);
            var signal = one.Step(action[0], into.Row(0));
            if (signal.Done)
                one.Reset(null, into.Row(0));
            return signal;
        }
    }

    private static void Copy(IArrayEnvironment from, IArrayEnvironment to)
    {
        using var stream = new MemoryStream();
        from.Save(new BinaryWriter(stream));
        stream.Position = 0;
        to.Restore(new BinaryReader(stream));
    }

    private static void Draw(ActionBatch action, Pcg64 random)
    {
        for (int i = 0; i < action.Spec.Size; i++)
        {
            if (!action.Spec.IsContinuous)
            {
                action.Integers[i] = random.Integers(0, action.Spec.Choices[i]);
                continue;
            }
            // Where there is no bound, near the other one or zero.
            float low = action.Spec.Low[i], high = action.Spec.High[i];
            low = float.IsFinite(low) ? low : float.IsFinite(high) ? high - 1 : -1;
            action.Numbers[i] = (float)random.Uniform(low, float.IsFinite(high) ? high : low + 1);
        }
    }

    private static bool AreEqual(StepBatch a, StepBatch b) =>
        a.Observations.Zip(b.Observations).All(pair => pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes))
        && a.Texts.Zip(b.Texts).All(pair => pair.First[0] == pair.Second[0]);
}
