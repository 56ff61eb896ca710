using Reverie.Algorithms.Pretraining.Options;
using Reverie.Training.Configuration;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Pretraining;

/// <summary>A text, a configuration small enough for a test, and run folders that disappear.</summary>
internal sealed class PretrainFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PretrainFixture() => TextFile = _folder.Write("text.txt", string.Join("<|endoftext|>", Enumerable.Range(0, 60).Select(Document)));

    public string TextFile { get; }

    public string In(string name) => _folder.In(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public LoadedConfig<PretrainOptions> Load(params IEnumerable<string> overrides) => ConfigLoader.Load<PretrainOptions>(
        Path.Combine(Repository.Configs, "pretrain"),
        [
            $"data.files=['{TextFile}']", "data.sequence_length=16", "data.validation_fraction=0.1", "tokenizer.vocabulary_size=300", "common.device=cpu",
            "training.steps=6", "training.batch_size=4", "training.warmup_steps=2", "validation.every=3", "samples.tokens=4",
            "checkpoint.every=100", "training.log_every=1",
            .. overrides,
        ]);

    /// <summary>A GPT-2 of two narrow layers.</summary>
    public LoadedConfig<PretrainOptions> LoadTiny(params IEnumerable<string> overrides) =>
        Load(["model.config.n_layer=2", "model.config.n_embd=32", "model.config.n_head=2", "model.config.n_positions=16", .. overrides]);

    public RunFolder Run(LoadedConfig<PretrainOptions> config) =>
        RunFolder.Create(_folder.In("runs"), FixedTime.AtNoon(), config.Tree, new RunMetadata { Command = ["test"] });

    public void Dispose() => _folder.Dispose();

    private static string Document(int number) =>
        $"the cat number {number} sat on the mat and the dog ran to the red door.\nthen the cat ran to the blue door.";

    /// <summary>Does something when a phase has made so many steps.</summary>
    internal sealed class AtStep(long step, Action act) : IProgressReporter
    {
        public void Begin(ProgressPhase phase)
        {
        }

        public void Update(ProgressPhase phase)
        {
            if (phase.Done == step)
                act();
        }

        public void End(ProgressPhase phase)
        {
        }

        public void Message(string line)
        {
        }
    }
}
