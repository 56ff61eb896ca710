using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Tests.Iris.Dreams;

public class WorldModelEnvironmentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_AcrossAContextRefresh_MatchesTheOriginal(bool cached)
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture();
        fixture.Agent.Eval();
        var golden = Golden.Load("iris/world_model_env/env.safetensors");
        IFrameTokenizer tokenizer = cached ? new CachedFrameTokenizer(fixture.Tokenizer) : fixture.Tokenizer;
        using var environment = new WorldModelEnvironment(tokenizer, fixture.Agent.WorldModel, new ArgMaxSampler());
        long[] sizes = [.. golden.Json.GetProperty("cache_size_after_reset_and_each_step").EnumerateArray().Select(size => size.GetInt64())];

        environment.Reset(golden["initial_observations_uint8"].Float() / 255);
        golden.AssertClose("reset.tokens", environment.ObservationTokens);
        golden.AssertClose("reset.obs", environment.Decode().Narrow(0, 0, 1));
        Assert.Equal(sizes[0], environment.ContextLength);
        int steps = (int)golden["actions"].Size(0);
        var answers = new List<ImaginedStep>();
        for (int t = 0; t < steps; t++)
        {
            answers.Add(environment.Step(golden["actions"].Select(0, t), predictNext: t < steps - 1));
            Assert.Equal(sizes[t + 1], environment.ContextLength);
            if (t == steps - 1)
                continue;
            Assert.Equal(golden["obs_tokens"].Select(1, t).ToArray<long>(), environment.ObservationTokens.ToArray<long>());
            var frame = environment.Decode();
            if (t == 0)
                golden.AssertClose("first_observation", frame.Narrow(0, 0, 1));
            GoldenFile.AssertClose("observations_mean", Doubles(frame.Mean([2, 3])), Doubles(golden["observations_mean"].Select(1, t)));
        }
        golden.AssertClose("last.obs_tokens", environment.ObservationTokens);
        golden.AssertClose("rewards", Tensor.Stack(answers.Select(answer => answer.Rewards).ToArray(), 1));
        golden.AssertClose("dones", Tensor.Stack(answers.Select(answer => answer.Ends).ToArray(), 1));
    }

    [Fact]
    public void Step_OtherFirstFrame_ReachesTheSecondStep()
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture();
        Assert.NotEqual(SecondFrame(fixture, 0), SecondFrame(fixture, 1));
    }

    private static float[] SecondFrame(AgentFixture fixture, long first)
    {
        using var noGrad = new NoGrad();
        var model = (TokenWorldModel)fixture.Agent.WorldModel;
        model.Eval();
        using var state = model.CreateState(1);
        // The same second frame after different first frames: only memory can tell them apart.
        var tokens = Tensor.Cat(
            [Tensor.Full([1, 16], first, ScalarType.Int64), Tensor.Zeros([1, 1], ScalarType.Int64), Tensor.Full([1, 16], 5, ScalarType.Int64)], 1);
        model.Advance(tokens, state);
        return model.Forward(Tensor.Zeros([1, 1], ScalarType.Int64), state).LogitsObservations!.ToArray<float>();
    }

    private static double[] Doubles(Tensor tensor) => tensor.Contiguous().To(ScalarType.Float64).ToArray<double>();
}
