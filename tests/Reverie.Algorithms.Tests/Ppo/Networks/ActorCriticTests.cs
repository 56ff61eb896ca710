using Reverie.Algorithms.Ppo.Networks;
using Reverie.Environments.Arrays;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Ppo.Networks;

public sealed class ActorCriticTests
{
    private const int Rows = 4, Steps = 5;

    private static readonly StepLayout Layout = new([new ArraySpec("image", ElementType.UInt8, [7, 7, 3], 0, 255)], ["mission"], ActionSpec.Discrete(7));

    [Fact]
    public void Forward_SequenceAtOnce_EqualsStepByStep()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var network = Network(new NetworkOptions { Memory = 16, Hidden = [16] });
        var symbols = Symbols(Steps * Rows);
        bool[] isFirst = [.. Enumerable.Range(0, Steps * Rows).Select(i => i < Rows || i == (2 * Rows) + 1)];
        var zeros = Tensor.Zeros([Rows, 16]);
        var (whole, hidden, _) = network.Forward(new(symbols, null, null, null, null), Tensor.From(isFirst, Steps, Rows), zeros, zeros);
        var (h, c) = (zeros, zeros);
        for (int t = 0; t < Steps; t++)
        {
            (var output, h, c) = network.Forward(
                new(symbols.Narrow(0, t * Rows, Rows), null, null, null, null), Tensor.From(isFirst.AsSpan(t * Rows, Rows), 1, Rows), h, c);
            Close.Assert($"step {t}", whole.Actor.Narrow(0, t * Rows, Rows), output.Actor, 1e-5);
        }
        Close.Assert("memory", hidden, h, 1e-5);
    }

    [Fact]
    public void Forward_FirstStepOfAnEpisode_ForgetsTheOneBefore()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var network = Network(new NetworkOptions { Memory = 16, Hidden = [16] });
        var inputs = new PpoInputs(Symbols(Rows), null, null, null, null);
        var memory = Tensor.Ones([Rows, 16]);
        var zeros = Tensor.Zeros([Rows, 16]);
        var first = Tensor.From(Enumerable.Repeat(true, Rows).ToArray(), 1, Rows);
        var later = Tensor.From(new bool[Rows], 1, Rows);
        var fresh = network.Forward(inputs, first, zeros, zeros).Output.Actor;
        Close.Assert("first", fresh, network.Forward(inputs, first, memory, memory).Output.Actor, 0);
        Assert.True(Close.Distance(fresh, network.Forward(inputs, later, memory, memory).Output.Actor) > 1e-6);
    }

    [Fact]
    public void Forward_Mission_ChangesWhatIsDone_AndItsPaddingDoesNot()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var network = Network(new NetworkOptions { Mission = MissionUse.Film, Features = 16, Hidden = [16] });
        var symbols = Symbols(2);
        var one = network.Forward(new(symbols, null, null, Tensor.From([3L, 4], 1, 2), Tensor.From([0L, 0], 2)));
        var padded = network.Forward(new(symbols, null, null, Tensor.From([5L, 6, 7, 3, 4, 0], 2, 3), Tensor.From([1L, 1], 2)));
        var other = network.Forward(new(symbols, null, null, Tensor.From([4L, 3], 1, 2), Tensor.From([0L, 0], 2)));
        Close.Assert("padded", one.Values, padded.Values, 1e-5);
        Assert.True(Close.Distance(one.Values, other.Values) > 1e-5);
    }

    [Fact]
    public void Encode_WordsBeyondTheVocabulary_AreOneUnknownWord()
    {
        var words = new Vocabulary(4);
        Assert.Equal([1, 2, 1], words.Encode("Go to, go!", learns: true));
        Assert.Equal([1, 4], words.Encode("go red", learns: false));
        Assert.Equal([3, 4, 4], words.Encode("the red ball", learns: true));
    }

    private static Tensor Symbols(int rows)
    {
        using var generator = new Generator(5);
        return Tensor.Randint(0, 6, [rows, 147], generator).To(ScalarType.UInt8);
    }

    private static ActorCritic Network(NetworkOptions options)
    {
        using var generator = new Generator(1);
        return new ActorCritic(new InputLayout(Layout, options, seesFrames: false), Layout.Action, options, generator);
    }
}
