using Reverie.Environments.Arrays;
using Reverie.Play.Games;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Media;

namespace Reverie.Play.Tests.Games;

/// <summary>Where a dream and the environment part, with a dream that is known to go wrong at a known step.</summary>
public sealed class PartingTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    [InlineData(100)]
    public void Step_DreamThatGoesWrong_IsMarkedThere(int wrongFrom)
    {
        using var source = new Counting(wrongFrom);
        using var both = new BothStage(source, () => 6).Begin();
        while (both.End is null)
            both.Step(null);
        Assert.Equal(6, both.Steps);
        Assert.Equal(wrongFrom <= 6 ? wrongFrom : null, both.Show(panes: false).Parted);
        Assert.Equal(wrongFrom <= 6 ? 1 : 0, both.Share);
    }

    /// <summary>Pictures of one grey, brighter with each step.</summary>
    private sealed class Counting(int wrongFrom) : Source(Layout, null, new()), IDreams
    {
        private static readonly StepLayout Layout = new([], [], ActionSpec.Discrete(2));
        private int _step;

        public override StepBatch Seen { get; } = new(Layout, 1);

        public override bool IsGiven => false;

        public override IDreams Dreams => this;

        public string? WhyNoDream => null;

        public IDreamtWorld Dream(StepBatch seen, ulong seed) => new Dreamt(this, wrongFrom);

        public override void Restart() => _step = 0;

        public override IReadOnlyList<Panel> Show(bool panes) => [Grey(_step)];

        protected override Outcome Step(ActionBatch action)
        {
            _step++;
            return new(0, null);
        }

        private static Panel Grey(int shade) => new("grey", 2, 2, [.. Enumerable.Repeat((byte)(30 * shade), 12)]);

        private sealed class Dreamt(Counting real, int wrongFrom) : IDreamtWorld
        {
            private int _step;

            public Panel Picture => Grey(_step < wrongFrom ? _step : _step - 1);

            public Panel See(StepBatch seen) => Grey(real._step);

            public Thought Act(ActingOptions how, ActionBatch action) => new();

            public DreamtStep Step(ActionBatch action)
            {
                _step++;
                return new(0, 1);
            }

            public void Dispose()
            {
            }
        }
    }
}
