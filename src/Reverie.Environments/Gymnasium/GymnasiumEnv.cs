using System.Buffers.Binary;
using Reverie.Environments.Arrays;
using Reverie.Environments.Gymnasium.Codecs;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium;

/// <summary>An environment of Gymnasium's, in a Python process of its own. It cannot be saved: who resumes begins a new episode.</summary>
[EnvironmentFamily("Gymnasium")]
internal sealed class GymnasiumEnv<TObservation, TAction> :
    Environment<TObservation, TAction>, IRepeatsActions<TObservation, TAction>, ICountsLives, IHasNoop, INamesActions, IOwnProcess
    where TObservation : notnull
    where TAction : notnull
{
    private const int TerminatedFlag = 1, TruncatedFlag = 2, PreviousFlag = 4;
    private const string NoopName = "NOOP";

    private readonly ObservationCodec<TObservation> _observations;
    private readonly ActionCodec<TAction> _actions;
    private readonly WorkerLink _link;
    private readonly byte[] _request;
    private readonly bool _countsLives;
    private readonly double[] _reward = new double[1];
    private int _lives;

    public GymnasiumEnv(ObservationCodec<TObservation> observations, ActionCodec<TAction> actions, WorkerLink link)
    {
        (_observations, _actions, _link) = (observations, actions, link);
        _request = new byte[sizeof(ushort) + actions.Length];
        _countsLives = link.Hello["counts_lives"]!.GetValue<bool>();
        string[] names = [.. link.Hello["action_names"]!.AsArray().Select(name => name!.GetValue<string>())];
        int count = (actions.Space as Discrete)?.Count ?? 0;
        ActionNames = names.Length == count ? names : [.. Enumerable.Range(0, count).Select(action => $"{action}")];
    }

    public override Space<TObservation> ObservationSpace => _observations.Space;

    public override Space<TAction> ActionSpace => _actions.Space;

    public override IEnvironment Unwrapped => this;

    /// <summary>Seeds processes that begin in the middle of a run; the environment's own chance is in Python.</summary>
    public override Pcg64 Random { get; } = new();

    public override Saving Saving => Saving.None;

    public int? Lives => _countsLives ? _lives : null;

    public int? NoopAction => ActionNames is [NoopName, ..] ? 0 : null;

    public IReadOnlyList<string> ActionNames { get; }

    public string Description => _link.Description;

    public bool CanRepeat => true;

    public override TObservation Reset(ulong? seed = null)
    {
        if (seed is { } value)
            Random.Seed(value);
        var message = new MessageReader(_link.Reset(seed is null ? null : Fold(seed.Value), seed is null ? Fold(Random.NextUInt64()) : 0));
        _lives = message.Integer();
        return _observations.Read(ref message, slot: 0);
    }

    public override StepResult<TObservation> Step(TAction action) => Repeat(action, _reward).Last;

    public RepeatResult<TObservation> Repeat(TAction action, Span<double> rewards)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_request, checked((ushort)rewards.Length));
        _actions.Write(action, _request.AsSpan(sizeof(ushort)));
        var message = new MessageReader(_link.Step(_request));
        int times = message.Short();
        double sum = 0;
        foreach (ref double reward in rewards[..times])
            sum += reward = message.Number();
        int flags = message.Byte();
        _lives = message.Integer();
        bool isPair = (flags & PreviousFlag) != 0;
        var previous = isPair ? _observations.Read(ref message, slot: 1) : default;
        var last = _observations.Read(ref message, slot: 0);
        return new(new(last, sum, (flags & TerminatedFlag) != 0, (flags & TruncatedFlag) != 0), times, previous);
    }

    /// <exception cref="NotSupportedException">It renders no pictures.</exception>
    public override NdArray<byte> Render()
    {
        try
        {
            var message = new MessageReader(_link.View());
            var image = new NdArray<byte>(message.Integer(), message.Integer(), 3);
            message.Fill(image.Span);
            return image;
        }
        catch (WorkerException e) when (e.Kind == "render")
        {
            throw new NotSupportedException($"{_link.Id} cannot be shown in pictures: {e.Message}.", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _link.Dispose();
    }

    /// <summary>Within 32 bits, as older generators in Python want their seeds; small ones stay as they are.</summary>
    private static ulong Fold(ulong seed) => seed <= uint.MaxValue ? seed : (seed ^ (seed >> 32)) & uint.MaxValue;
}
