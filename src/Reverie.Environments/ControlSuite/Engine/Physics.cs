using System.Globalization;
using System.Text;

namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>
/// A model in MuJoCo and its state. What the engine computes is read by MuJoCo's names of its fields (<see cref="Numbers"/>).
/// </summary>
/// <remarks>Several may run on several threads, each of them on one at a time.</remarks>
public sealed unsafe class Physics : IDisposable
{
    private const int RungeKutta = 1, WithoutActuation = 1 << 10, Warnings = 8, WarningOfPictures = 3;

    private readonly MuJoCo _engine = MuJoCo.Instance;
    private readonly string _name;
    private readonly bool _rungeKutta;
    private readonly int* _disabled, _warnings;
    private byte* _model, _data;

    /// <param name="files">Names and texts of MJCF files; the first is the model, which may include the others.</param>
    /// <exception cref="MuJoCoMissingException">MuJoCo is not installed, or not in a known version.</exception>
    /// <exception cref="ArgumentException">It is no model.</exception>
    public Physics(params ReadOnlySpan<(string Name, string Text)> files)
    {
        _name = files[0].Name;
        _model = (byte*)ModelFiles.Read(_engine, files);
        _data = (byte*)_engine.MakeData(_model);
        int option = Offset("mjModel.opt");
        _disabled = (int*)(_model + option + Offset("mjOption.disableflags"));
        _rungeKutta = *(int*)(_model + option + Offset("mjOption.integrator")) == RungeKutta;
        _warnings = (int*)(_data + Offset("mjData.warning"));
        Positions = Numbers("qpos");
        Velocities = Numbers("qvel");
        Activations = Numbers("act");
        WarmStart = Numbers("qacc_warmstart");
        Control = Numbers("ctrl");
        Sensors = Numbers("sensordata");
    }

    ~Physics() => Free();

    /// <summary>Generalized positions, [nq].</summary>
    public PhysicsNumbers Positions { get; }

    /// <summary>Generalized velocities, [nv].</summary>
    public PhysicsNumbers Velocities { get; }

    /// <summary>Controls, [nu].</summary>
    public PhysicsNumbers Control { get; }

    /// <summary>What the sensors say, [nsensordata].</summary>
    public PhysicsNumbers Sensors { get; }

    /// <summary>Contacts of the present state.</summary>
    public int Contacts
    {
        get
        {
            RequireAlive();
            return *(int*)(_data + Offset("mjData.ncon"));
        }
    }

    /// <summary>Seconds since the reset.</summary>
    public double Time
    {
        get
        {
            RequireAlive();
            return *(double*)(_data + Offset("mjData.time"));
        }
        set
        {
            RequireAlive();
            *(double*)(_data + Offset("mjData.time")) = value;
        }
    }

    /// <summary>Activations of the actuators, [na].</summary>
    internal PhysicsNumbers Activations { get; }

    /// <summary>Where the solver begins, [nv].</summary>
    internal PhysicsNumbers WarmStart { get; }

    /// <summary>The address of the mjModel.</summary>
    internal void* Model
    {
        get
        {
            RequireAlive();
            return _model;
        }
    }

    /// <summary>The address of the mjData.</summary>
    internal void* Data
    {
        get
        {
            RequireAlive();
            return _data;
        }
    }

    /// <summary>A field of real numbers of the model or of its state, such as <c>xmat</c> or <c>geom_size</c>: rows one after another.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field, or it holds something else.</exception>
    public PhysicsNumbers Numbers(string field)
    {
        RequireAlive();
        var layout = _engine.Layout;
        bool ofState = layout.Has($"mjData.{field}");
        var place = layout[$"{(ofState ? "mjData" : "mjModel")}.{field}"];
        if (place.Type != "mjtNum" || !place.IsPointer)
            throw new KeyNotFoundException($"{field} holds {place.Type}, not a list of real numbers.");
        return new(this, *(double**)((ofState ? _data : _model) + place.Offset), place.Sizes.Aggregate(1, (length, size) => length * Size(size)));
    }

    /// <summary>A size of the model, such as <c>nq</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such size.</exception>
    public int Size(string name)
    {
        RequireAlive();
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : *(int*)(_model + Offset($"mjModel.{name}"));
    }

    /// <summary>The number of what has a name.</summary>
    /// <exception cref="KeyNotFoundException">Nothing has it.</exception>
    public int Find(PhysicsObject kind, string name)
    {
        RequireAlive();
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            int id = _engine.NameToId(_model, (int)kind, text);
            return id >= 0 ? id : throw new KeyNotFoundException($"{_name} has no {kind} named {name}.");
        }
    }

    /// <summary>Begins anew: the model's own positions, at rest, no control. Changes of the model stay.</summary>
    public void Reset()
    {
        RequireAlive();
        _engine.ResetData(_model, _data);
        Forward();
    }

    /// <summary>Computes all that follows from positions and velocities, with idle actuators.</summary>
    public void Forward()
    {
        RequireAlive();
        int disabled = *_disabled;
        *_disabled = disabled | WithoutActuation;
        _engine.Forward(_model, _data);
        *_disabled = disabled;
        GC.KeepAlive(this);
    }

    /// <summary>
    /// Goes some steps of the engine on. What follows from positions and velocities is of the new state, the rest, such as touch, of the
    /// start of the last step.
    /// </summary>
    /// <exception cref="InvalidOperationException">The simulation has left the range of numbers, or has run out of room.</exception>
    public void Step(int steps)
    {
        RequireAlive();
        if (!_rungeKutta)
            _engine.Step2(_model, _data);
        for (int step = _rungeKutta ? 0 : 1; step < steps; step++)
            _engine.Step(_model, _data);
        _engine.Step1(_model, _data);
        RequireSound();
        GC.KeepAlive(this);
    }

    /// <summary>Writes what <see cref="Restore"/> needs to go on exactly.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Time);
        foreach (var numbers in State)
        {
            foreach (double number in numbers.Span)
                writer.Write(number);
        }
    }

    /// <summary>Goes back to where <see cref="Save"/> was called, in a model of the same numbers.</summary>
    public void Restore(BinaryReader reader)
    {
        _engine.ResetData(Model, _data);
        Time = reader.ReadDouble();
        foreach (var numbers in State)
        {
            // What step1 computes does not touch the sensors of forces, which are of an earlier moment.
            if (numbers == Sensors)
                _engine.Step1(_model, _data);
            foreach (ref double number in numbers.Span)
                number = reader.ReadDouble();
        }
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <exception cref="ObjectDisposedException">The model was freed.</exception>
    internal void RequireAlive() => ObjectDisposedException.ThrowIf(_data is null, this);

    private PhysicsNumbers[] State => [Positions, Velocities, Activations, WarmStart, Control, Sensors];

    private int Offset(string field) => _engine.Layout[field].Offset;

    private void RequireSound()
    {
        for (int i = 0; i < Warnings; i++)
        {
            // Pairs of what was last complained of, and how often.
            if (_warnings[2 * i + 1] != 0 && i != WarningOfPictures)
                throw new InvalidOperationException($"The simulation of {_name} has failed at {Time:0.###} s ({Complaint(i)}): begin a new episode.");
        }
    }

    private static string Complaint(int warning) => warning switch
    {
        0 => "an inertia matrix is singular",
        1 => "too many contacts",
        2 => "too many constraints",
        4 or 5 => "positions or velocities are no numbers or huge",
        6 => "accelerations are no numbers or huge",
        _ => "a control is no number",
    };

    private void Free()
    {
        if (_data is null)
            return;
        _engine.DeleteData(_data);
        _engine.DeleteModel(_model);
        _data = null;
        _model = null;
    }
}
