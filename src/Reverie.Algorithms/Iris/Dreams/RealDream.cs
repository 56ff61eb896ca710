using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.Training.Data;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>Steps of real environments. Where an episode ends, the next one begins, as in collection.</summary>
internal sealed class RealDream : IDream
{
    private readonly RealWorldModel _model;
    private readonly VectorEnvironment _world;
    private readonly ActionBatch _actions;
    private readonly int _image;

    internal RealDream(RealWorldModel model, int batch)
    {
        _model = model;
        _world = new VectorEnvironment(_ => model.MakeWorld(), batch, threads: Math.Min(batch, Environment.ProcessorCount), name: "of a dream");
        _actions = new ActionBatch(_world.Layout.Action, batch);
        _image = _world.Layout.Observations.ToList().FindIndex(spec => spec.Name == IrisPolicy.Image);
    }

    public long Batch => _world.Count;

    public long ContextLength => 0;

    public bool HasRoom(bool predictNext) => true;

    public void Begin(Tensor tokens)
    {
        if (_model.Places.Count != _world.Count)
            throw new InvalidOperationException($"Say of {_world.Count} dreams where they begin, not of {_model.Places.Count}.");
        for (int i = 0; i < _world.Count; i++)
            Return(_world.Environments[i], _world.Current.Row(i), _model.Places[i].Episode, _model.Places[i].Step);
    }

    public (ImaginedStep Answer, Tensor Tokens) Step(Tensor actions, ITokenSampler sampler, bool predictNext)
    {
        actions.To(Device.Cpu).Reshape(-1).CopyTo(_actions.Integers.AsSpan());
        _world.Step(_actions);
        var current = _world.Current;
        float[] rewards = [.. current.Rewards.Select(reward => (float)Math.Sign(reward))];
        bool[] ends = [.. Enumerable.Range(0, current.Count).Select(current.HasEnded)];
        var device = actions.Device;
        var answer = new ImaginedStep(Tensor.From(rewards, current.Count).To(device), Tensor.From(ends, current.Count).To(device));
        // Without a next frame, who looks at the tokens finds those of its first.
        var frames = TensorBatch.Copy(current[IrisPolicy.Image], [current.Count], device);
        return (answer, predictNext ? _model.Tokenizer.EncodeTokens(frames) : Tensor.Zeros([current.Count, 1], ScalarType.Int64).To(device));
    }

    public void Dispose() => _world.Dispose();

    /// <summary>Brings an environment to a step of an episode.</summary>
    private void Return(IArrayEnvironment environment, ObservationRow row, Episode episode, int step)
    {
        int text = episode.Layout.Texts.ToList().IndexOf(RememberedStart.TextName);
        if (text < 0)
        {
            throw new ConfigException(
                "world_model=dummy goes back to where episodes began, and this run has some of which it is not known; start a new run with it.");
        }
        RememberedStart.Return(environment, episode.Text(text)[0]);
        for (int t = 0; t < step; t++)
            environment.Step(new(episode.Integers.Slice(t, 1), default), row);
        if (step > 0 && !row.Bytes(_image).SequenceEqual(episode.Observation(_image, step)))
        {
            throw new InvalidDataException(
                "An episode that was begun again went another way under the same actions; the environment depends on more than its random generator, and cannot stand "
                + "in a world model's place.");
        }
    }
}
