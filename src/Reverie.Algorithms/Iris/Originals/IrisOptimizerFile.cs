using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Torch.Serialization;

namespace Reverie.Algorithms.Iris.Originals;

/// <summary>
/// The <c>optimizer.pt</c> of IRIS: moments, step counts, learning rates and weight decays of the three components' optimizers,
/// by parameter index. The order is that of <see cref="Optimizer.Parameters"/> where an optimizer is made as training makes it: a
/// component's parameters as they come, or <see cref="Training.WorldModelOptimizer.Create"/>.
/// </summary>
public sealed class IrisOptimizerFile
{
    private readonly string _path;
    private readonly PickleDictionary _root;

    private IrisOptimizerFile(string path, PickleDictionary root) => (_path, _root) = (path, root);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or no <c>optimizer.pt</c>.</exception>
    public static IrisOptimizerFile Open(string path) =>
        TorchArchive.Load(path) is PickleDictionary root && root.Keys.All(key => key is string name && name.StartsWith("optimizer_", StringComparison.Ordinal))
            ? new IrisOptimizerFile(path, root)
            : throw new InvalidDataException($"{path} holds no optimizers; give the optimizer.pt of an IRIS checkpoint.");

    /// <summary>Restores the tokenizer's optimizer. What the file says of a perceptual loss, which is never trained, is left out.</summary>
    /// <exception cref="TorchException">The file was written for other parameters; nothing has been restored then.</exception>
    public void LoadTokenizer(Adam optimizer) => Load("optimizer_tokenizer", optimizer, extraParameters: true);

    /// <summary>Restores the world model's optimizer.</summary>
    /// <inheritdoc cref="LoadTokenizer"/>
    public void LoadWorldModel(Adam optimizer) => Load("optimizer_world_model", optimizer, extraParameters: false);

    /// <summary>Restores the actor-critic's optimizer.</summary>
    /// <inheritdoc cref="LoadTokenizer"/>
    public void LoadActorCritic(Adam optimizer) => Load("optimizer_actor_critic", optimizer, extraParameters: false);

    private void Load(string name, Adam optimizer, bool extraParameters)
    {
        using var scope = new TensorScope();
        var saved = _root.Get<PickleDictionary>(name);
        var groups = saved.Get<List<object?>>("param_groups").Cast<PickleDictionary>().ToArray();
        int[] theirs = [.. groups.Select(group => group.Get<List<object?>>("params").Count)],
        ours = [.. optimizer.Groups.Select(group => group.Parameters.Count)];
        bool fits = theirs.Length == ours.Length && theirs.Zip(ours).All(pair => extraParameters ? pair.First >= pair.Second : pair.First == pair.Second);
        if (!fits)
        {
            throw new TorchException(
                $"{_path} has {string.Join(" + ", theirs)} parameters in {name}, but this component has {string.Join(" + ", ours)}; build the " +
                $"component with the configuration of the checkpoint.");
        }
        optimizer.LoadStateDict(States(saved.Get<PickleDictionary>("state"), ours.Sum()));
        foreach (var (own, group) in optimizer.Groups.Zip(groups))
            (own.LearningRate, own.WeightDecay) = (Number(group, "lr"), Number(group, "weight_decay"));
    }

    private Dictionary<string, Tensor> States(PickleDictionary states, int parameters)
    {
        var result = new Dictionary<string, Tensor>();
        foreach (var (key, value) in states)
        {
            if (key is not long index || value is not PickleDictionary state || index >= parameters)
            {
                throw new TorchException(
                    $"{_path} has moments for parameter {key}, which this component does not have; build it with the configuration of the checkpoint.");
            }

            foreach (string part in (string[])["exp_avg", "exp_avg_sq"])
                result[$"{index}.{part}"] = state.Get<RawTensor>(part).ToTensor();
            // PyTorch before 1.12 kept the step as a plain number.
            result[$"{index}.step"] = state.GetValueOrDefault("step") is long step ? Tensor.From([step], []) : state.Get<RawTensor>("step").ToTensor();
        }
        return result;
    }

    private static double Number(PickleDictionary group, string key) => group.GetValueOrDefault(key) is long whole ? whole : group.Get<double>(key);
}
