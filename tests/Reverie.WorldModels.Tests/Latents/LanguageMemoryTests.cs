using Reverie.Torch;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Tests.Latents;

/// <summary>Language models as what remembers: along time, and as the recurrent cell, for every family.</summary>
public sealed class LanguageMemoryTests : IDisposable
{
    private const int Steps = 7, Batch = 3;

    private readonly TensorScope _scope = new();

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string name in LatentCase.Names)
            {
                cases.Add(name, true);
                cases.Add(name, false);
            }
            return cases;
        }
    }

    public static TheoryData<string> Families => [.. LatentCase.Names];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Observe_AnAction_ChangesThePriorBehindItAndNoEarlierOne(string family, bool isSequence)
    {
        using var world = new LatentCase(family, isSequence);
        var (embedded, actions) = Draw(world);
        var before = Observe(world, embedded, actions).PriorLogits.Unbind();
        var after = Observe(world, embedded, Changed(actions, 3, 0)).PriorLogits.Unbind();
        for (int t = 0; t < 3; t++)
            Assert.Equal(Numbers(before[t]), Numbers(after[t]));
        for (int t = 3; t < Steps; t++)
        {
            Assert.NotEqual(Numbers(before[t].Select(0, 0)), Numbers(after[t].Select(0, 0)));
            Near.Assert("another sequence", before[t].Narrow(0, 1, Batch - 1), after[t].Narrow(0, 1, Batch - 1));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Observe_TheStartOfAnEpisode_KnowsNothingOfBefore(string family, bool isSequence)
    {
        using var world = new LatentCase(family, isSequence);
        var (embedded, actions) = Draw(world);
        (int, int)[] starts = [(3, 0), (4, 0), (5, 2)];
        var before = Observe(world, embedded, actions, starts);
        // Everything of the first sequence before its last start, the action that would lead there included.
        var other = Observe(world, Changed(Changed(Changed(embedded, 1, 0), 2, 0), 3, 0), Changed(Changed(Changed(actions, 2, 0), 3, 0), 4, 0), starts);
        Assert.NotEqual(Numbers(before.Recurrent.Select(0, 2).Select(0, 0)), Numbers(other.Recurrent.Select(0, 2).Select(0, 0)));
        for (int t = 4; t < Steps; t++)
            Assert.Equal(Numbers(before.Recurrent.Select(0, t).Select(0, 0)), Numbers(other.Recurrent.Select(0, t).Select(0, 0)));
        // And an episode in the midst of a sequence is one at the beginning of another.
        var alone = Observe(world, embedded.Narrow(0, 4, 3), actions.Narrow(0, 4, 3), (1, 2));
        Near.Assert("alone", alone.Recurrent.Select(1, 0), before.Recurrent.Narrow(0, 4, 3).Select(1, 0));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follow_StepByStep_IsTheWholePass(string family, bool isSequence)
    {
        using var world = new LatentCase(family, isSequence);
        var (embedded, actions) = Draw(world);
        (int, int)[] starts = [(2, 1), (3, 0), (4, 0)];
        var whole = Observe(world, embedded, actions, starts);
        var firsts = LatentCase.Firsts(Steps, Batch, starts);
        using var filter = world.Model.Follow(Batch);
        for (int t = 0; t < Steps; t++)
        {
            bool[] isFirst = firsts.Select(0, t).ToArray<bool>();
            var action = actions.Select(0, t).MaskedFill(firsts.Select(0, t).Unsqueeze(-1), 0);
            filter.Observe(action, embedded.Select(0, t), isFirst, new ArgMaxSampler());
            Near.Assert($"{t}", whole.Recurrent.Select(0, t), filter.State.Recurrent);
            Near.Assert($"{t}", whole.Stochastic.Select(0, t), filter.State.Stochastic);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dream_FromEveryState_GoesOnAsTheSequenceDid(string family, bool isSequence)
    {
        using var world = new LatentCase(family, isSequence);
        var (embedded, actions) = Draw(world);
        (int, int)[] starts = [(2, 1), (5, 0)];
        var whole = Observe(world, embedded, actions, starts);
        bool[] firsts = LatentCase.Firsts(Steps, Batch, starts).ToArray<bool>();
        using var dream = world.Model.Dream(whole, 4);
        Near.Assert("start", whole.Features.Flatten(0, 1), dream.State.Features);
        // Each state is followed by the action that followed it; those at the end by any.
        var next = Tensor.Cat([actions.Narrow(0, 1, Steps - 1), actions.Narrow(0, 0, 1)]).Flatten(0, 1);
        dream.Step(next, new ArgMaxSampler());
        for (int t = 1; t < Steps; t++)
        {
            for (int b = 0; b < Batch; b++)
            {
                if (!firsts[(t * Batch) + b])
                    Near.Assert($"{t} {b}", whole.Recurrent.Select(0, t).Select(0, b), dream.State.Recurrent.Select(0, ((t - 1) * Batch) + b));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dream_OfSeveralSteps_IsWhatFollowingThemGives(string family, bool isSequence)
    {
        // A posterior that sees what was imagined draws the same, so that the filter can follow a dream.
        using var world = new LatentCase(family, isSequence, isDecoupled: true);
        var (embedded, actions) = Draw(world);
        var whole = Observe(world, embedded, actions);
        using var dream = world.Model.Dream(whole, 3);
        var played = world.Draw(3, Steps * Batch, LatentCase.Actions);
        var (states, drawn) = (new List<Tensor>(), new List<Tensor>());
        for (int step = 0; step < 3; step++)
        {
            dream.Step(played.Select(0, step), new ArgMaxSampler());
            states.Add(dream.State.Recurrent);
            drawn.Add(dream.State.Stochastic.Reshape(-1, LatentCase.Variables, LatentCase.Variables).ArgMax(-1));
        }
        // Row 1 of the batch, from its state 4: all that was seen, then what was imagined.
        const int Row = 1, From = 4, Place = (From * Batch) + Row;
        using var filter = world.Model.Follow(1);
        for (int t = 0; t <= From + 3; t++)
        {
            bool isImagined = t > From;
            var action = isImagined ? played.Select(0, t - From - 1).Narrow(0, Place, 1) : t == 0 ? Tensor.Zeros([1, LatentCase.Actions]) : actions.Select(0, t).Narrow(0, Row, 1);
            ITokenSampler sampler = isImagined ? new Fixed(drawn[t - From - 1].Narrow(0, Place, 1)) : new ArgMaxSampler();
            var seen = isImagined ? Tensor.Zeros([1, LatentCase.Embedding]) : embedded.Select(0, t).Narrow(0, Row, 1);
            filter.Observe(action, seen, [t == 0], sampler);
            if (isImagined)
                Near.Assert($"{t}", filter.State.Recurrent, states[t - From - 1].Narrow(0, Place, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dream_ALaterState_RemembersTheActionTwoStepsBefore(string family, bool isSequence)
    {
        using var world = new LatentCase(family, isSequence);
        var (embedded, actions) = Draw(world);
        var whole = Observe(world, embedded, actions);
        var played = world.Draw(3, Steps * Batch, LatentCase.Actions);
        Assert.NotEqual(Play(played), Play(Tensor.Cat([-played.Narrow(0, 0, 1), played.Narrow(0, 1, 2)])));

        float[] Play(Tensor steps)
        {
            using var dream = world.Model.Dream(whole, 3);
            foreach (var step in steps.Unbind())
                dream.Step(step, new ArgMaxSampler());
            return Numbers(dream.State.Recurrent);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dream_OfRealActions_CarriesGradientsToTheFirst(string family, bool isSequence)
    {
        using var world = new LatentCase(family, isSequence);
        var (embedded, actions) = Draw(world);
        using var dream = world.Model.Dream(Observe(world, embedded, actions), 3);
        var first = world.Draw(1, Steps * Batch, LatentCase.Actions).Select(0, 0).Detach();
        first.RequiresGrad = true;
        dream.Step(first, new ArgMaxSampler());
        for (int step = 0; step < 2; step++)
            dream.Step(Tensor.Zeros([Steps * Batch, LatentCase.Actions]), new ArgMaxSampler());
        dream.State.Recurrent.Square().Sum().Backward();
        Assert.All(first.Grad!.Abs().Sum([-1]).ToArray<float>(), size => Assert.True(size > 0));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Follow_LongerThanTheContext_ReadsTheNewerHalfAgain(string family)
    {
        const int Context = 4;
        using var world = new LatentCase(family, isSequence: true, Context);
        var (embedded, actions) = Draw(world);
        using var filter = world.Model.Follow(Batch);
        using var resumed = world.Model.Follow(Batch);
        for (int t = 0; t < Steps; t++)
        {
            Follow(filter, t);
            // What is saved goes on bit for bit.
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
                (t < 5 ? filter : resumed).Save(writer);
            if (t < 5)
            {
                stream.Position = 0;
                using var reader = new BinaryReader(stream);
                resumed.Restore(reader);
            }
            else
            {
                Follow(resumed, t);
                Assert.Equal(Numbers(filter.State.Features), Numbers(resumed.State.Features));
            }
        }
        bool looksBack = family is not ("mamba" or "rwkv");
        // Before step 4 steps 2 and 3 are read again, step 2 as a beginning, and so are 4 and 5 before step 6; a memory of constant size just goes on.
        int from = looksBack ? 4 : 0;
        var expected = Observe(world, embedded.Narrow(0, from, Steps - from), actions.Narrow(0, from, Steps - from));
        Near.Assert("last", expected.Recurrent.Select(0, Steps - from - 1), filter.State.Recurrent);

        void Follow(LatentFilter one, int t)
        {
            bool[] isFirst = [.. Enumerable.Repeat(t == 0, Batch)];
            one.Observe(t == 0 ? Tensor.Zeros([Batch, LatentCase.Actions]) : actions.Select(0, t), embedded.Select(0, t), isFirst, new ArgMaxSampler());
        }
    }

    private static (Tensor Embedded, Tensor Actions) Draw(LatentCase world) =>
        (world.Draw(Steps, Batch, LatentCase.Embedding), world.Draw(Steps, Batch, LatentCase.Actions));

    private static LatentSequence Observe(LatentCase world, Tensor embedded, Tensor actions, params (int Step, int Row)[] starts) =>
        world.Model.Observe(embedded, actions, LatentCase.Firsts(embedded.Size(0), Batch, starts), new ArgMaxSampler());

    private static Tensor Changed(Tensor all, int step, int row)
    {
        var steps = all.Unbind();
        var rows = steps[step].Unbind();
        rows[row] = 1 - rows[row];
        steps[step] = Tensor.Stack(rows);
        return Tensor.Stack(steps);
    }

    private static float[] Numbers(Tensor tensor) => tensor.Detach().Contiguous().ToArray<float>();

    /// <summary>Draws what is given.</summary>
    private sealed class Fixed(Tensor drawn) : ITokenSampler
    {
        public Tensor Sample(Tensor logits) => drawn;
    }
}
